#!/usr/bin/env bash
# Install what the build needs and the machine lacks. Debian and Ubuntu: through apt-get, as root or with
# sudo. Elsewhere: say exactly what to install, and stop. A machine that has everything is left alone.
# Arguments are further packages that are needed: binutils, chromium, ffmpeg, fonts-liberation, fonts-noto-cjk, librsvg2-bin,
# python3-venv, valgrind.
set -euo pipefail

fail() {
  printf 'setup: %s\n' "$@" >&2
  exit 1
}

# True when a C program links: asks for the libraries themselves, under whatever package name they came.
# Arguments: the text of the program, and the linker's options.
links() {
  local compiler scratch found=1
  compiler=$(command -v cc || command -v clang || command -v gcc) || return 1
  scratch=$(mktemp -d)
  printf '%s\n' "$1" >"$scratch/probe.c"
  "$compiler" "$scratch/probe.c" -o "$scratch/probe" "${@:2}" 2>/dev/null && found=0
  rm -r "$scratch"
  return "$found"
}

# Reference LAPACK, OpenBLAS or Accelerate.
links_lapack() {
  links 'void dposv_(void); void ddot_(void); int main(void) { dposv_(); ddot_(); return 0; }' -llapack -lblas
}

# With its header: the store of results includes it.
links_sqlite() {
  links '#include <sqlite3.h>
int main(void) { return sqlite3_libversion_number() < 3020000; }' -lsqlite3
}

# True where pictures can be set in a font.
has_font() { command -v fc-list >/dev/null && fc-list "$1" | grep -q .; }

missing=()
command -v git >/dev/null || missing+=(git)
command -v cc >/dev/null || command -v clang >/dev/null || command -v gcc >/dev/null || missing+=(gcc libc6-dev)
links_lapack || missing+=(liblapack-dev libblas-dev)
links_sqlite || missing+=(libsqlite3-dev)
for package in "$@"; do
  case $package in
  python3-venv) python3 -c 'import venv, ensurepip' 2>/dev/null || missing+=(python3 python3-venv) ;;
  librsvg2-bin) command -v rsvg-convert >/dev/null || missing+=(librsvg2-bin) ;;
  fonts-liberation) has_font "Liberation Sans" || missing+=(fonts-liberation fontconfig) ;;
  fonts-noto-cjk) has_font "Noto Sans CJK SC" || missing+=(fonts-noto-cjk fontconfig) ;;
  chromium) command -v chromium >/dev/null || command -v chromium-browser >/dev/null ||
    command -v google-chrome >/dev/null || missing+=(chromium) ;;
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
    links_sqlite || fail "SQLite still does not link after installing ${missing[*]}"
  else
    fail "missing here: a C compiler, git, the development files of LAPACK, BLAS and SQLite${*:+, or $*}. Install, then run again:" \
      "  Debian, Ubuntu   apt-get install git gcc libc6-dev liblapack-dev libblas-dev libsqlite3-dev $*" \
      "  Fedora, RHEL     dnf install git gcc lapack-devel blas-devel sqlite-devel $*" \
      "  Arch             pacman -S git gcc lapack blas sqlite $*" \
      "  openSUSE         zypper install git gcc lapack-devel blas-devel sqlite3-devel $*" \
      "  macOS            xcode-select --install   (or: brew install openblas sqlite, and add their lib folders to LIBRARY_PATH)"
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
