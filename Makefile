# Everything a user or a maker needs; `make` alone lists it.
RELEASE := .build/release
PYTHON := .venv/bin/python
SWIFT_SOURCES := Package.swift Sources Tests Benchmarks
IN_VENV := VIRTUAL_ENV=$(CURDIR)/.venv PATH="$(CURDIR)/.venv/bin:$$PATH"

help:
	@echo "make demo          set up, build, run the opening notebook, say where its figures are"
	@echo "make lab           open JupyterLab on the notebooks"
	@echo "make test          set up, build, run every test"
	@echo
	@echo "make setup         install what is missing: Debian packages, Python in .venv"
	@echo "make build         build the kernel"
	@echo "make install       make the kernel known to the Jupyter in .venv"
	@echo "make doctor        check what the kernel needs, and print how to fix it"
	@echo "make figures       every figure of the paper into out/figures, compared with what is committed"
	@echo "make verify        run every notebook again in full, and tell what differs from its results"
	@echo "make notebooks     execute every notebook in place, in full"
	@echo "make gallery       every kind of figure on one page, docs/gallery/index.html"
	@echo "make docs          the API reference as a web site, out/docs"
	@echo "make dist          archives that install without this clone: out/dist"
	@echo "make format        format the source code"
	@echo "make test-arm64    the engine for arm64, in an emulator: the same bits as here"
	@echo "make lint          check the format and the style, as make test does"
	@echo "make bench         how fast models train"
	@echo "make bench-peers   the same beside PyTorch and JAX, which it downloads"
	@echo "make bench-kernel  how fast the kernel answers, beside ipykernel, and a slider redraws"
	@echo "make endurance     thousands of cells, failures, interrupts and restarts, and what they leave"
	@echo "make clean         delete what was built or downloaded into this clone"
	@echo "make uninstall     remove the kernel from Jupyter, and its caches; say what is left"

setup:
	@Scripts/setup

# The kernel, the process that runs cells, and the one that answers Tab. Not the tests.
build: setup
	@Scripts/build superpose superpose-cell-host superpose-language

install: build
	@.venv/bin/superpose-jupyter install --sys-prefix --superpose $(RELEASE)/superpose

demo: install
	@$(PYTHON) Scripts/demo.py Notebooks/01-superposition-at-a-glance.ipynb

lab: install
	@cd Notebooks && $(IN_VENV) jupyter lab --ip=127.0.0.1 \
	  $$([ "$$(id -u)" = 0 ] && echo --allow-root)

setup-tests:
	@Scripts/setup --tests

test: setup-tests install
	@$(IN_VENV) $(PYTHON) Scripts/run-tests.py

test-arm64:
	@Scripts/test-arm64

doctor:
	@$(IN_VENV) $(RELEASE)/superpose doctor

figures: setup
	@Scripts/build superpose
	$(RELEASE)/superpose figures --out out/figures --verify

notebooks: setup-tests install
	@$(IN_VENV) $(PYTHON) Scripts/run-notebooks.py

verify: setup
	@Scripts/build superpose superpose-cell-host superpose-language
	$(RELEASE)/superpose verify Notebooks

gallery: setup
	@Scripts/build superpose-gallery
	$(RELEASE)/superpose-gallery docs/gallery

bench: setup
	@Scripts/build toylib-bench
	$(RELEASE)/toylib-bench

bench-peers: setup
	@Scripts/build toylib-bench
	[ -x .venv-bench/bin/python ] || python3 -m venv .venv-bench
	.venv-bench/bin/pip install --quiet --disable-pip-version-check -r Benchmarks/requirements.txt
	.venv-bench/bin/python Benchmarks/bench.py

bench-kernel: setup-tests install
	@$(IN_VENV) $(PYTHON) Benchmarks/kernel/bench.py

endurance: setup-tests install
	@$(IN_VENV) $(PYTHON) Benchmarks/kernel/endurance.py
	@$(IN_VENV) $(PYTHON) Benchmarks/kernel/interact.py --keep

docs: setup
	@Scripts/docs

dist: build
	@Scripts/dist

format: setup-tests
	@swift format --in-place --recursive --parallel $(SWIFT_SOURCES)
	@.venv/bin/ruff check --quiet --fix .

lint: setup-tests
	@swift format lint --strict --recursive --parallel $(SWIFT_SOURCES)
	@.venv/bin/ruff check --quiet .

clean:
	rm -rf .build .venv .venv-bench out

uninstall:
	@Scripts/uninstall

.PHONY: help setup setup-tests build install demo lab test test-arm64 doctor figures notebooks verify gallery bench \
  bench-peers bench-kernel endurance docs dist format lint clean uninstall
