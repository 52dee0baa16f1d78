#!/bin/sh
# Installs the browser of npm run test:html on Debian, as root. It is not needed for anything else.
set -eu
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium fonts-dejavu-core
