"""Pieces of requests about the router, for every client."""

INTEGRATED = {"RouterIntegrationState": "ENABLED"}
AUTOMATIC = {"EncryptionKeyConfiguration": {"Automatic": {}}}
ENCRYPTION = {"Input": "SourceTransitDecryption", "Output": "DestinationTransitEncryption"}


def flow_configuration(kind, encryption=AUTOMATIC, **flow):
    """Of an input or output ("Input", "Output") that connects to a flow, or without `flow` to none."""
    return {"MediaConnectFlow": {ENCRYPTION[kind]: encryption, **flow}}


def create_parameters(kind, name, configuration):
    """Of CreateRouterInput or CreateRouterOutput."""
    return {
        "Name": name,
        "Configuration": configuration,
        "MaximumBitrate": 10_000_000,
        "Tier": f"{kind.upper()}_20",
        "RoutingScope": "REGIONAL",
    }
