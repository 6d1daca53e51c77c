# What the scripts need from the system; sourced by them. Installs what Debian packages can give and says the rest.
# shellcheck shell=bash

# need PACKAGES TEST...: if the command TEST fails, the Debian packages are wanted.
wanted_packages=()
need() {
  local packages=$1
  shift
  "$@" >/dev/null 2>&1 || wanted_packages+=("$packages")
}

has_python_headers() {
  python3 -c 'import os, sys, sysconfig; sys.exit(not os.path.exists(sysconfig.get_path("include") + "/Python.h"))'
}

require_swift() {
  command -v swift >/dev/null && return
  echo "There is no Swift here. Install 6.2 or newer from https://www.swift.org/install/ and try again." >&2
  exit 2
}

require_python_311() {
  python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' && return
  echo "python3 is $(python3 --version), and swiftprof needs Python 3.11 or newer: put one first on PATH." >&2
  exit 2
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

install_wanted_packages() {
  [ ${#wanted_packages[@]} -eq 0 ] && return
  echo "Missing Debian packages, installing them: ${wanted_packages[*]}"
  if ! command -v apt-get >/dev/null; then
    echo "There is no apt-get here: install what corresponds to these packages yourself and try again." >&2
    exit 2
  fi
  as_root apt-get update -qq
  # shellcheck disable=SC2068 # one entry may name several packages
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y ${wanted_packages[@]}
  wanted_packages=()
}

may_install_packages() {
  [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null
}

has_header() {
  "${CC:-gcc}" -E -include "$1" -x c /dev/null
}

# To build a Python from source. Not required: where they cannot be installed, scripts/pythons says what is missing.
want_python_build_tools() {
  may_install_packages || return 0
  need "gcc libc6-dev" command -v "${CC:-gcc}"
  need make command -v make
  need xz-utils command -v xz
  need zlib1g-dev has_header zlib.h
  need libssl-dev has_header openssl/ssl.h
  need libffi-dev has_header ffi.h
  need libbz2-dev has_header bzlib.h
  need liblzma-dev has_header lzma.h
  need libsqlite3-dev has_header sqlite3.h
  need debian-archive-keyring has_debian_keys
  install_wanted_packages
}

has_debian_keys() {
  compgen -G '/usr/share/keyrings/debian-archive-keyring.*'
}

# To build and run.
require_build_tools() {
  require_swift
  need "gcc libc6-dev" command -v "${CC:-gcc}"
  need binutils command -v strip
  need python3 command -v python3
  need python3-venv python3 -c 'import venv, ensurepip'
  need libpython3-dev has_python_headers
  need zlib1g-dev has_header zlib.h
  install_wanted_packages
  require_python_311
}

# To test: programs that read the files that we write (python/client_tests, python/page_tests).
require_test_tools() {
  need valgrind command -v callgrind_annotate
  need graphviz command -v dot
  need libdevel-nytprof-perl test -e /usr/share/perl5/Devel/NYTProf/flamegraph.pl
  need nodejs command -v node
  need chromium command -v chromium
  need golang-go command -v go
  want_python_build_tools
  require_build_tools
}
