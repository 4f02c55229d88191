# bulletin: `make` builds the sample issue on a fresh machine; `make test` is the one test command.
# ISSUE= a folder with issue.yaml · EDITION= a key of `editions` · INTO= where the files go · FILES= what to import

ISSUE ?= sources/2026-11-23
EDITION ?=
INTO ?= dist
PYTHON ?= python3
export PYTHON

BIN := .venv/bin
EDITIONS := $(foreach key,$(EDITION),-e $(key))
BUILD := $(BIN)/bulletin build $(ISSUE) $(EDITIONS) --into $(INTO)

.DEFAULT_GOAL := all
.PHONY: all setup pdf epub press grey booklet archive import test lint check check-books check-press check-setting check-script check-ledger check-site bench golden fonts new clean

all: setup  ## PDF and EPUB of every edition
	$(BUILD)

setup: $(BIN)/bulletin  ## .venv/bin/bulletin, with all it needs

$(BIN)/bulletin: requirements.lock pyproject.toml
	@sh .ci/system run
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@touch $@

.venv/dev: requirements-dev.lock $(BIN)/bulletin
	@sh .ci/system test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

.venv/checks: requirements-checks.lock .venv/dev
	@sh .ci/system checks
	$(PYTHON) -m venv .venv/for-checks
	.venv/for-checks/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-checks.lock
	@touch $@

.venv/opencc: requirements-opencc.lock .venv/dev
	$(PYTHON) -m venv .venv/for-opencc
	.venv/for-opencc/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-opencc.lock
	@touch $@

# In a folder of their own, without their scripts: what they would fetch is on the machine already.
.venv/book-tools/ready: tests/book_tools/package.json tests/book_tools/package-lock.json tests/book_tools/.npmrc
	@sh .ci/system books
	@mkdir -p $(@D)
	cp $^ $(@D)
	cd $(@D) && PUPPETEER_SKIP_DOWNLOAD=1 npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

.venv/bench: requirements-bench.lock .venv/dev
	$(PYTHON) -m venv .venv/for-bench
	@.venv/for-bench/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock \
		&& touch $@ || echo "bench: Typst and pandoc could not be installed here"

.venv/site: tests/site_tools/package-lock.json .venv/dev
	@sh .ci/system site
	@mkdir -p .venv/for-site
	cp tests/site_tools/package.json tests/site_tools/package-lock.json tests/site_tools/.npmrc .venv/for-site
	cd .venv/for-site && PUPPETEER_SKIP_DOWNLOAD=1 npm ci --silent
	@touch $@

pdf: setup  ## PDF alone
	$(BUILD) -o pdf

epub: setup  ## EPUB alone
	$(BUILD) -o epub

press: setup  ## the print shop's file (PDF/X) alone
	$(BUILD) -o press

grey: setup  ## one ink, for copier and newsprint
	$(BUILD) -o grey

booklet: setup  ## sheets to print on both sides, fold and staple
	$(BUILD) -o booklet

archive: setup  ## the copy that is kept (PDF/A-3a, PDF/UA-1), sources attached
	$(BUILD) -o archive

import: setup  ## raw pages into an issue folder: FILES="page.txt letter.docx" INTO=sources/2026-11-30 DATE=2026-11-30
	$(BIN)/bulletin import $(FILES) --into $(INTO) $(if $(DATE),--date $(DATE))

check: setup  ## look at the sources, render nothing
	$(BIN)/bulletin check $(ISSUE)

lint: .venv/dev
	$(BIN)/ruff check bulletin tests fonts
	$(BIN)/ruff format --check bulletin tests
	$(BIN)/mypy

test: lint  ## ruff, mypy strict, pytest
	$(BIN)/python -m pytest -n 2

check-books: .venv/dev .venv/book-tools/ready  ## books of every kind in EPUBCheck, Ace, MuPDF, calibre, foliate-js, epub.js; TOOLS="--tool ace --book TW-v"
	$(BIN)/python -m tests.check_books $(TOOLS)

check-press: .venv/checks  ## veraPDF (PDF/A-3a, PDF/UA-1) on the sample in every layout and script; press files taken apart into plates by Ghostscript
	$(BIN)/python -m tests.check_press .venv/for-checks
	$(BIN)/python -m tests.check_plates

check-setting: .venv/dev  ## every layout and script: the lines counted by a second reader (MuPDF)
	$(BIN)/python -m tests.check_setting

check-script: .venv/opencc  ## the engine `exact` against OpenCC itself, text by text
	$(BIN)/python -m tests.check_script

check-site: .venv/site  ## the site in headless Chromium (axe-core, search), its catalogues read by four clients
	$(BIN)/python -m tests.check_site --tools .venv/for-site

check-ledger: .venv/dev  ## the ledger's page in headless Chromium: answer, save, build again
	$(BIN)/python -m tests.check_ledger

bench: .venv/dev .venv/bench .venv/opencc  ## against WeasyPrint, Chromium, Typst, OpenCC, EbookLib and pandoc: time, memory, faults; into dist/bench*.json
	$(BIN)/python -m tests.bench

golden: .venv/dev  ## accept what the golden tests now give
	BULLETIN_GOLDEN=accept $(BIN)/python -m pytest -q tests -k golden

fonts: setup  ## list the faces
	$(BIN)/bulletin fonts

new: setup  ## make new DIR=…
	$(BIN)/bulletin new $(DIR)

clean:
	rm -rf dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
