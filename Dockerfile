# A server of the dataset of this repository: docker build --tag diplomatica .
# What it serves is built with it. A release of your own is mounted at /releases (compose.yaml).
FROM python:3.13-slim AS made

# The editor of the query page comes by npm; without it, the page has a plain text box.
# Debian keeps no older versions, so none is named.
# hadolint ignore=DL3008
RUN apt-get update && apt-get install --yes --no-install-recommends make npm \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /diplomatica
COPY . .
RUN make .venv/ready && .venv/bin/diplomatica build --draft --output /releases \
    && rm -rf node_modules

FROM python:3.13-slim
RUN useradd --system --uid 10001 --no-create-home diplomatica
COPY --from=made /diplomatica /diplomatica
COPY --from=made /releases /releases
USER 10001
# Files that it makes while it runs: /tmp alone, so all else can be read-only.
ENV HOME=/tmp PATH=/diplomatica/.venv/bin:$PATH
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/ready')"]
ENTRYPOINT ["diplomatica"]
CMD ["serve", "--release", "/releases/latest", "--host", "0.0.0.0"]
