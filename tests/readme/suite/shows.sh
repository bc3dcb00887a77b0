#!/usr/bin/env bash
# Some tests as a user would write them, who has read the README and nothing else.
set -euo pipefail
mock=$AWS_ENDPOINT_URL_MEDIACONNECT
export AWS_ACCESS_KEY_ID=222233334444 AWS_SECRET_ACCESS_KEY=unused AWS_DEFAULT_REGION=us-east-1

mediaconnect() { aws mediaconnect "$1" --endpoint-url "$mock" --output text "${@:2}"; }

# equal WHAT EXPECTED ACTUAL
equal() {
  [ "$2" = "$3" ] || { printf 'FAILED: %s is %s, not %s\n' "$1" "$3" "$2"; exit 1; }
  printf 'ok: %s is %s\n' "$1" "$3"
}

reset() { curl -s -o /dev/null -w '%{http_code}' -X POST "$mock/_mediaconnect/reset$1"; }

equal "a reset" 200 "$(reset "?account=$AWS_ACCESS_KEY_ID")"
flow=$(mediaconnect create-flow --name show --query Flow.FlowArn \
  --source Name=main,Protocol=srt-listener,WhitelistCidr=10.24.34.0/23,MaxBitrate=50000000)
equal "what it is created in" STANDBY \
  "$(mediaconnect describe-flow --flow-arn "$flow" --query Flow.Status)"
mediaconnect start-flow --flow-arn "$flow" >/dev/null
equal "what it becomes" ACTIVE \
  "$(mediaconnect describe-flow --flow-arn "$flow" --query Flow.Status)"
equal "a reset that misspells the account" 400 "$(reset "?acount=$AWS_ACCESS_KEY_ID")"
equal "what is left then" show "$(mediaconnect list-flows --query 'Flows[].Name')"
mediaconnect stop-flow --flow-arn "$flow" >/dev/null
mediaconnect delete-flow --flow-arn "$flow" >/dev/null
refusal=$(mediaconnect describe-flow --flow-arn "$flow" 2>&1 || true)
equal "what a flow that is gone answers" NotFoundException \
  "$(grep -o NotFoundException <<<"$refusal")"
equal "what is left in the end" "" "$(mediaconnect list-flows --query 'Flows[].Name')"
