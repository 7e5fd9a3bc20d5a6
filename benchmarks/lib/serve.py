"""Serves one Python contender to worker.mjs; with `--startup` only does its start-up work."""
import gc
import importlib.util
import json
import os
import re
import sys
import time


def load(path):
    sys.path.insert(0, os.path.dirname(path))
    spec = importlib.util.spec_from_file_location('contender', path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


contender = load(sys.argv[1])
if '--startup' in sys.argv:
    contender.startup()
    sys.stdout.flush()
    os._exit(0)

live = {}


def key_of(question):
    return question['row'] + '|' + question['context']['dir']


def workload(question):
    key = key_of(question)
    if key not in live:
        live[key] = {'run': contender.workloads[question['row']](question['context']), 'repeats': 0}
    return live[key]


def timed(run, repeats):
    """Milliseconds that `repeats` runs took."""
    start = time.perf_counter()
    run(repeats)
    return (time.perf_counter() - start) * 1e3


def calibrate(work, budget, warm_up):
    """Warms up and finds how many runs fill the budget."""
    repeats = 1
    ms = timed(work['run'], repeats)
    spent = ms
    while ms < budget / 3 and spent < 6 * budget:
        repeats = int(repeats * min(8, max(1.6, budget / 2 / (ms + 0.01)))) + 1
        ms = timed(work['run'], repeats)
        spent += ms
    work['repeats'] = max(1, round(repeats * budget / max(ms, 0.001)))
    while True:
        spent += timed(work['run'], work['repeats'])
        if spent >= warm_up:
            return


def figure(name):
    """One figure of /proc/self/status, in MiB."""
    with open('/proc/self/status') as status:
        return int(re.search(name + r':\s+(\d+)', status.read())[1]) / 1024


def hello(question):
    rows = list(contender.workloads)
    return {'name': contender.name, 'rows': rows, 'hasStartup': hasattr(contender, 'startup')}


def measure(question):
    work = workload(question)
    if question['once']:
        return {'ms': timed(work['run'], 1)}
    if work['repeats'] == 0:
        calibrate(work, question['budget'], question['warmUp'])
    return {'ms': timed(work['run'], work['repeats']) / work['repeats']}


def close(question):
    live.pop(key_of(question), None)
    gc.collect()
    return {}


def memory(question):
    work = workload(question)
    gc.collect()
    # Starts the peak (VmHWM) anew.
    with open('/proc/self/clear_refs', 'w') as refs:
        refs.write('5')
    base = figure('VmRSS')
    timed(work['run'], 1)
    return {'base': base, 'peak': figure('VmHWM')}


commands = {'hello': hello, 'measure': measure, 'close': close, 'memory': memory}
for line in sys.stdin:
    question = json.loads(line)
    try:
        answer = commands[question['command']](question)
    except Exception as error:
        answer = {'error': (type(error).__name__ + ': ' + str(error))[:300]}
    sys.stdout.write('@@' + json.dumps(answer) + '\n')
    sys.stdout.flush()
os._exit(0)
