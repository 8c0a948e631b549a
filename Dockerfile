# The bot, without the workshop: pinned wheels, no compiler, no root.
#
#   docker build -t salient .
#   docker run --env-file .env --volume salient:/data salient

FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/salient
WORKDIR /src
# First what changes seldom, so that a change of the code does not fetch the libraries again.
COPY requirements-run.lock ./
RUN /opt/salient/bin/pip install --no-deps --require-hashes --only-binary :all: --requirement requirements-run.lock
COPY pyproject.toml README.md LICENSE ./
COPY config ./config
COPY cogs ./cogs
COPY bot ./bot
RUN /opt/salient/bin/pip install --no-index --no-deps --no-build-isolation .

FROM python:3.11-slim-bookworm
# The id is a number of our own, so that a volume's owner is the same on every host.
RUN groupadd --gid 10001 salient \
    && useradd --uid 10001 --gid salient --home-dir /data --no-create-home --shell /usr/sbin/nologin salient \
    && install --directory --owner=salient --group=salient --mode=0750 /data
COPY --from=build /opt/salient /opt/salient
ENV PATH=/opt/salient/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    SALIENT_DATABASE_URL=sqlite:////data/salient.sqlite \
    SALIENT_HEALTH_PORT=8080 \
    SALIENT_LOG_FORMAT=json
USER salient
WORKDIR /data
VOLUME /data
# http.client, because urllib would ask a proxy for our own address.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import http.client, os, sys; c = http.client.HTTPConnection('127.0.0.1', int(os.environ['SALIENT_HEALTH_PORT']), timeout=4); c.request('GET', '/healthz'); sys.exit(c.getresponse().status != 200)"]
ENTRYPOINT ["salient"]
CMD ["run"]
