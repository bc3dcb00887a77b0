# docker build -t mediaconnect-mock --build-arg COMMIT=$(git rev-parse --short=12 HEAD) .
# docker run -p 127.0.0.1:4580:4580 mediaconnect-mock
FROM debian:bookworm-slim AS build
WORKDIR /src
# What changes least comes first, so that a change builds only what depends on it.
COPY dev ./
COPY tools tools
RUN ./dev setup
COPY CMakeLists.txt CMakePresets.json LICENSE NOTICE ./
COPY cmake cmake
COPY licenses licenses
COPY state state
COPY api api
COPY server server
RUN ./dev build
# Another commit links anew, and compiles nothing but its name.
ARG COMMIT
RUN MEDIACONNECT_COMMIT=$COMMIT ./dev build && mkdir /data

# One static binary and nothing else: no shell, no libraries, no /etc.
FROM scratch
COPY --from=build /src/build/release/mediaconnect-mock /mediaconnect-mock
# A volume that the user below may write, for MEDIACONNECT_DATA=/data/mediaconnect.db.
COPY --from=build --chown=65532:65532 /data /data
VOLUME /data
USER 65532:65532
ENV MEDIACONNECT_HOST=0.0.0.0
EXPOSE 4580
HEALTHCHECK --interval=2s --timeout=3s --start-period=5s CMD ["/mediaconnect-mock", "healthcheck"]
ENTRYPOINT ["/mediaconnect-mock"]
