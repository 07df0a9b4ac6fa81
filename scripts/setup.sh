#!/usr/bin/env bash
# Install what the build needs and the machine lacks. Debian and Ubuntu: through apt-get, as root or with
# sudo. Elsewhere: say exactly what to install, and stop. A machine that has everything is left alone.
# Arguments are further packages that are needed: binutils, python3-venv, valgrind.
set -euo pipefail

fail() {
  printf 'setup: %s\n' "$@" >&2
  exit 1
}

# True when a C program that calls LAPACK links: asks for the libraries themselves, under whatever
# package name (reference LAPACK, OpenBLAS, Accelerate) they came.
links_lapack() {
  local compiler scratch found=1
  compiler=$(command -v cc || command -v clang || command -v gcc) || return 1
  scratch=$(mktemp -d)
  printf 'void dposv_(void);\nvoid ddot_(void);\nint main(void) { dposv_(); ddot_(); return 0; }\n' >"$scratch/probe.c"
  "$compiler" "$scratch/probe.c" -o "$scratch/probe" -llapack -lblas 2>/dev/null && found=0
  rm -r "$scratch"
  return "$found"
}

missing=()
command -v git >/dev/null || missing+=(git)
command -v cc >/dev/null || command -v clang >/dev/null || command -v gcc >/dev/null || missing+=(gcc libc6-dev)
links_lapack || missing+=(liblapack-dev libblas-dev)
for package in "$@"; do
  case $package in
  python3-venv) python3 -c 'import venv, ensurepip' 2>/dev/null || missing+=(python3 python3-venv) ;;
  binutils) command -v objdump >/dev/null || missing+=(binutils) ;;
  *) command -v "$package" >/dev/null || missing+=("$package") ;;
  esac
done

if [ "${#missing[@]}" -gt 0 ]; then
  if command -v apt-get >/dev/null && [ "$(uname -s)" = Linux ]; then
    root=()
    if [ "$(id -u)" -ne 0 ]; then
      command -v sudo >/dev/null || fail "missing: ${missing[*]}" "as root, run: apt-get install ${missing[*]}"
      root=(sudo)
    fi
    printf 'setup: installing %s\n' "${missing[*]}" >&2
    # `env` carries the setting through sudo, which drops the caller's environment.
    ${root[@]+"${root[@]}"} env DEBIAN_FRONTEND=noninteractive apt-get update -qq >&2 ||
      printf 'setup: apt-get update had errors; trying to install all the same\n' >&2
    ${root[@]+"${root[@]}"} env DEBIAN_FRONTEND=noninteractive \
      apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends "${missing[@]}" >&2
    links_lapack || fail "LAPACK and BLAS still do not link after installing ${missing[*]}"
  else
    fail "missing here: a C compiler, git, the development files of LAPACK and BLAS${*:+, or $*}. Install, then run again:" \
      "  Debian, Ubuntu   apt-get install git gcc libc6-dev liblapack-dev libblas-dev $*" \
      "  Fedora, RHEL     dnf install git gcc lapack-devel blas-devel $*" \
      "  Arch             pacman -S git gcc lapack blas $*" \
      "  openSUSE         zypper install git gcc lapack-devel blas-devel $*" \
      "  macOS            xcode-select --install   (or: brew install openblas, and add its lib folder to LIBRARY_PATH)"
  fi
fi

if ! command -v swift >/dev/null; then
  fail "Swift is missing: version 6.2 or later, from https://www.swift.org/install"
fi
version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9]*\)\.\([0-9][0-9]*\).*/\1 \2/p' | head -1)
read -r major minor <<<"${version:-0 0}"
if [ "$major" -lt 6 ] || { [ "$major" -eq 6 ] && [ "$minor" -lt 2 ]; }; then
  fail "Swift ${major}.${minor} is too old: version 6.2 or later is needed, from https://www.swift.org/install"
fi
