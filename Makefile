# Two commands are enough on a bare checkout: `make demo` and `make test`.
# Both install what is missing first (Debian and Ubuntu) and do not install it twice.

# One set of flags for the product and its tests, so that neither rebuilds the other.
FLAGS := $(shell scripts/flags.sh)
export FLAGS

.PHONY: help setup build demo test lint readme model bench bench-plot bench-readme figures soak soak-study peers gate gate-record

help:
	@echo "make demo    install what is missing, build, and run the main job"
	@echo "make test    install what is missing, build, run every test and the linter"
	@echo "make build   install what is missing and build the program: .build/release/trochlea"
	@echo "make lint    check the format of the sources"
	@echo "make readme  write the outputs in README.md anew"
	@echo "make figures draw the pictures of the documents (docs/figures) anew"
	@echo "make model   make data/model.json and the other meshes from data/sources and data/muscles"
	@echo "make bench   install what is missing, build, and time the program and its parts (some minutes the first time)"
	@echo "make bench-plot    cost against elements, muscles, threads and BLAS: tables, and Benchmarks/layers.png"
	@echo "make bench-readme  run bench, bench-plot and peers for Benchmarks/README.md"
	@echo "make soak    solve a million frames and print how much memory the program has on the way (some minutes)"
	@echo "make soak-study    solve and store a study of 100,000 points and print how much memory it takes (two minutes)"
	@echo "make gate-record   make this version the one that make gate compares with"
	@echo "make peers   the same problems in DAQP, MuJoCo and NumPy, from PyPI: ratios"
	@echo "make gate    install what is missing, build, count instructions, and compare them with the stored counts"

setup:
	@scripts/setup.sh

build: setup
	swift build $(FLAGS)

# Ten percent of involuntary hamstring activation, half of it released, in a body-weight squat.
demo: build
	.build/release/trochlea release hamstrings --tone 10% --by 50% --activity squat

test: setup
	@scripts/test.sh

lint:
	swift format lint --strict -r Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources

readme: build
	@scripts/readme.sh

figures: build
	@scripts/figures.sh

model: setup
	swift run $(FLAGS) calibrate

# The same without AVX2, which valgrind does not know all of.
COUNTED := Benchmarks/.build-gate/release/benchmarks
BUILD_COUNTED := swift build -c release -Xswiftc -enable-testing --package-path Benchmarks --scratch-path Benchmarks/.build-gate

# Compiled like the program itself. The table goes to the standard output, the rows to Benchmarks/results.json.
bench: build
	swift build $(FLAGS) --package-path Benchmarks
	Benchmarks/.build/release/benchmarks --json Benchmarks/results.json $(ARGS)

# A million frames in one process; not part of bench, because it takes minutes.
soak: build
	swift build $(FLAGS) --package-path Benchmarks
	Benchmarks/.build/release/benchmarks soak $(ARGS)

# A study of 100,000 points, stored and exported.
soak-study: build
	@scripts/soak_study.sh $(ARGS)

bench-plot: build
	@scripts/setup.sh binutils valgrind
	@scripts/venv.sh
	swift build $(FLAGS) --package-path Benchmarks
	$(BUILD_COUNTED)
	COUNTED_PROGRAM=$(COUNTED) Benchmarks/.venv/bin/python Benchmarks/layers/layers.py Benchmarks/layers.png

# Ours against theirs. Installs what it needs from PyPI into Benchmarks/.venv.
peers: build
	@scripts/venv.sh
	swift build $(FLAGS) --package-path Benchmarks
	OPENBLAS_NUM_THREADS=1 Benchmarks/.venv/bin/python Benchmarks/peers/peers.py

# The tables of Benchmarks/README.md and the plot, from one run of all three.
bench-readme: build
	@scripts/setup.sh binutils valgrind
	@scripts/venv.sh
	swift build $(FLAGS) --package-path Benchmarks
	$(BUILD_COUNTED)
	COUNTED_PROGRAM=$(COUNTED) Benchmarks/.venv/bin/python Benchmarks/readme.py

# See Benchmarks/README.md. `make` turns every exit code into 2; scripts/gate.sh keeps them.
gate:
	@scripts/gate.sh $(ARGS)

gate-record:
	@scripts/gate.sh --record
