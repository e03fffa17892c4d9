# Sets the environment up, then hands the command to `python -m dashboard`,
# which does the same without make (on Windows, for example).
#
#   make run PORT=8600        another port
#   make run HOST=127.0.0.1   for this computer only
#   make test ARGS="-k cap"   only some tests
#   make bench NAMES="score"  only some measurements
#   make backtest NAMES="account"        only some forecasts
#   make backup FILE=/mnt/heng.db        where to; without it into data/backups/
#   make restore FILE=/mnt/heng.db ARGS=--replace
#   make run PYTHON=python3.12

PORT ?= 8501
HOST ?=
ARGS ?=
NAMES ?=
FILE ?=
VENV := .venv

# The first of these that is Python 3.11 or newer.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 /usr/bin/python3 python; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo "$$name"; break; }; done)

# An environment is ready when the stamp named after the requirements' checksum is there.
run_ready := $(VENV)/.ready-run-$(shell cksum < requirements.txt | tr -d ' \t')
dev_ready := $(VENV)/.ready-dev-$(shell cat requirements.txt requirements-dev.txt | cksum | tr -d ' \t')
python := $(VENV)/bin/python
listen := --port $(PORT) $(if $(HOST),--host $(HOST))

.PHONY: run serve admin backup restore verify rescore forecast demo test check bench backtest screenshots

run: $(run_ready)
	@$(python) -m dashboard run $(listen)

serve: $(run_ready)
	@$(python) -m dashboard serve $(listen)

admin: $(run_ready)
	@$(python) -m dashboard admin $(ARGS)

backup: $(run_ready)
	@$(python) -m dashboard backup $(if $(FILE),"$(FILE)")

restore: $(run_ready)
	@$(python) -m dashboard restore $(ARGS) $(if $(FILE),"$(FILE)")

verify: $(run_ready)
	@$(python) -m dashboard verify

rescore: $(run_ready)
	@$(python) -m dashboard rescore

forecast: $(run_ready)
	@$(python) -m dashboard forecast

demo: $(run_ready)
	@$(python) -m dashboard demo

test: $(dev_ready)
	@$(python) -m dashboard test $(ARGS)

check: $(dev_ready)
	@$(python) -m dashboard check

bench: $(dev_ready)
	@$(python) -m dashboard bench $(NAMES)

backtest: $(dev_ready)
	@$(python) -m dashboard backtest $(NAMES)

screenshots: $(dev_ready)
	@$(python) -m dashboard screenshots

# An environment whose Python no longer starts is made anew, whatever its stamps say.
ifneq ($(shell $(python) -c 'print(1)' 2>/dev/null),1)
.PHONY: $(run_ready) $(dev_ready)
endif

$(run_ready):
	$(make_environment)
	@echo "正在安装程序包（第一次需要几分钟） Installing the packages (minutes, the first time) …"
	@$(python) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@rm -f $(VENV)/.ready-run-* && touch $@

$(dev_ready):
	$(make_environment)
	@echo "正在安装程序包（第一次需要几分钟） Installing the packages (minutes, the first time) …"
	@$(python) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@rm -f $(VENV)/.ready-* && touch $(run_ready) $@

define make_environment
@if ! $(python) -m pip --version >/dev/null 2>&1; then \
	if [ -z "$(PYTHON)" ] || ! "$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
		echo "需要 Python 3.11 或更高版本。 Python 3.11 or newer is needed$(if $(PYTHON),; $(PYTHON) is not one)." >&2; \
		echo "  Debian, Ubuntu: sudo apt install python3 python3-venv   macOS: brew install python   others: python.org" >&2; \
		echo "  If it has another name: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; \
		exit 1; \
	fi; \
	if ! "$(PYTHON)" -c 'import venv, ensurepip' 2>/dev/null; then \
		echo "缺少 Python 的 venv 模块。 Python's venv module is missing." >&2; \
		echo "  Debian, Ubuntu: sudo apt install python3-venv" >&2; \
		exit 1; \
	fi; \
	"$(PYTHON)" -m venv --clear $(VENV); \
fi
endef
