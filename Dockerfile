# A small image that runs the Telegram bot as an ordinary user. Settings come from the environment: see README.md.
FROM python:3.11-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
RUN python -m venv /opt/cuesta
COPY requirements.txt ./
RUN /opt/cuesta/bin/pip install --require-hashes -r requirements.txt
COPY pyproject.toml README.md LICENSE ./
COPY bot ./bot
COPY knowledge ./knowledge
COPY estimator ./estimator
COPY locales ./locales
RUN /opt/cuesta/bin/pip install --no-deps --no-build-isolation . \
    && /opt/cuesta/bin/pip uninstall --yes hatchling editables pip

FROM python:3.11-slim
RUN groupadd --gid 10001 cuesta \
    && useradd --uid 10001 --gid cuesta --no-create-home --home-dir /data --shell /usr/sbin/nologin cuesta \
    && install --directory --owner cuesta --group cuesta --mode 0700 /data
COPY --from=build /opt/cuesta /opt/cuesta
# Everything that is written lies in /data: the SQLite file, if there is no other database, and copies of parsed files.
ENV PATH=/opt/cuesta/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOME=/data \
    XDG_DATA_HOME=/data/share \
    XDG_CACHE_HOME=/data/cache \
    MPLCONFIGDIR=/data/cache/matplotlib
USER 10001:10001
WORKDIR /data
VOLUME /data
STOPSIGNAL SIGTERM
# With a webhook the process answers for itself; with long polling there is nothing to ask, and a dead one is restarted.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["python", "-c", "import os, urllib.request; \
port = os.environ.get('WEBHOOK_PORT'); port and urllib.request.urlopen(f'http://127.0.0.1:{port}/healthz', timeout=4)"]
ENTRYPOINT ["cuesta"]
CMD ["telegram"]
