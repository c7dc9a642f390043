#!/usr/bin/env bash
# Gets what a lock file cannot hold: a browser (required) and a PostgreSQL server (optional).
# Asks for no password: installs with apt only where it already runs as root.
set -euo pipefail
cd "$(dirname "$0")/.."

has_browser() {
    # Ubuntu's chromium-browser may be a stub that only asks for snap, so run it.
    for name in chromium chromium-browser google-chrome; do
        "$name" --version >/dev/null 2>&1 && return
    done
    return 1
}

has_postgres() {
    command -v pg_ctl >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/pg_ctl' >/dev/null
}

can_apt() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null
}

apt_install() {
    can_apt || return
    echo "Installing $* with apt-get ..."
    export DEBIAN_FRONTEND=noninteractive
    apt-get -qq update && apt-get -qq install -y --no-install-recommends "$@" >/dev/null
}

playwright_install() {
    echo "Downloading a browser with playwright ..."
    .venv/bin/playwright install chromium >/dev/null 2>&1
}

has_browser || apt_install chromium fonts-dejavu-core || playwright_install || {
    echo "No browser for the tests: install the package chromium (or Google Chrome) and run again." >&2
    exit 1
}

has_postgres || apt_install postgresql ||
    echo "No PostgreSQL server: its tests will be skipped (install the package postgresql to run them)."
