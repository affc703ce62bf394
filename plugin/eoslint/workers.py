# SPDX-License-Identifier: MIT
"""Judging many files in several processes, with the same result as in one: records in the order of the files.

The main process looks at every file first; what was judged before needs no tree and no worker. Numbers of
the other files go through one pipe, from which workers (and at the end the main process) take the next
one; records come back through a pipe of each worker. Workers are forked before any database is opened,
and write to the history themselves when they close it, as flake8's workers do.

Questionable: plain fork instead of multiprocessing. Pools import and start more than a small run takes,
and spawned workers would load everything again; fork is safe here because the command has one thread.
Where there is none, or where another thread runs, all is judged in this process.
"""
from __future__ import annotations

import marshal
import os
import select
import signal
import struct
import threading
from collections.abc import Iterator

from eoslint._sessions import close_sessions
from eoslint.judging import FileToJudge, Judge, failed

MANY_FILES = 24  # fewer are judged here unless a number of jobs is given: starting workers takes as long
TASK = struct.Struct("=I")
HEAD = struct.Struct("=II")  # number of the file, bytes of its record
TROUBLE = 0xFFFFFFFF  # instead of a number: what is to be said of the history


def cores() -> int:
    """Cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0)) or 1
    except (AttributeError, OSError):
        return os.cpu_count() or 1


def jobs_for(given: int | None, files: int) -> int:
    """Processes for so many files; `given` is the user's number, None = ours to choose."""
    if not hasattr(os, "fork") or threading.active_count() > 1 or files < 2:
        return 1
    if given is not None:
        return max(1, min(given, files))
    return min(cores(), files) if files >= MANY_FILES else 1


# ---- a worker ----


def _write_all(pipe: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(pipe, view) :]


def _next_task(pipe: int) -> int | None:
    """The number of a file; None when there will be no more. Waits."""
    while True:
        select.select([pipe], [], [])
        try:
            data = os.read(pipe, TASK.size)
        except BlockingIOError:  # another process was faster
            continue
        return TASK.unpack(data)[0] if len(data) == TASK.size else None


def _work(judge: Judge, files: list[FileToJudge], tasks: int, results: int) -> None:
    number = _next_task(tasks)
    while number is not None:
        record = marshal.dumps(judge.judge(files[number]))
        _write_all(results, HEAD.pack(number, len(record)) + record)
        number = _next_task(tasks)
    trouble = marshal.dumps(close_sessions())
    _write_all(results, HEAD.pack(TROUBLE, len(trouble)) + trouble)


class _Worker:
    """A forked process and the pipe of its records."""

    def __init__(self, process: int, results: int) -> None:
        self.process = process
        self.results = results
        self.data = bytearray()

    def take(self) -> list[tuple[int, object]] | None:
        """(number, record) of all that came whole; None at its end."""
        part = os.read(self.results, 1 << 20)
        self.data += part
        found, at = [], 0
        while len(self.data) - at >= HEAD.size:
            number, size = HEAD.unpack_from(self.data, at)
            if len(self.data) - at - HEAD.size < size:
                break
            at += HEAD.size
            found.append((number, marshal.loads(self.data[at : at + size])))
            at += size
        del self.data[:at]
        return found if part or found else None


# ---- the main process ----


class _Crew:
    """The workers, the files, and the records that are there."""

    def __init__(self, judge: Judge, files: list[FileToJudge], count: int) -> None:
        self.judge = judge
        self.files = files
        self.records: dict[int, dict] = {}
        self.waiting: list[int] = []  # numbers that did not fit into the pipe, last first
        self.trouble: str | None = None
        self.tasks, self.give = os.pipe()
        os.set_blocking(self.give, False)
        os.set_blocking(self.tasks, False)
        self.workers: dict[int, _Worker] = {}
        for _ in range(count):
            self._start()

    def _start(self) -> None:
        results, write_end = os.pipe()
        process = os.fork()
        if process:
            os.close(write_end)
            self.workers[results] = _Worker(process, results)
            return
        code = 1
        try:
            os.close(self.give)
            _work(self.judge, self.files, self.tasks, write_end)
            code = 0
        except BaseException:  # the main process says which files are missing
            code = 1
        finally:
            os._exit(code)

    def offer(self, number: int) -> None:
        try:
            os.write(self.give, TASK.pack(number))
        except BlockingIOError:
            self.waiting.append(number)

    def collect(self, timeout: float | None) -> None:
        """Takes what the workers have; waits for the first at most so long."""
        ready = select.select(list(self.workers), [], [], timeout)[0] if self.workers else []
        for pipe in ready:
            found = self.workers[pipe].take()
            if found is None:
                self._end(self.workers.pop(pipe))
                continue
            for number, record in found:
                if number == TROUBLE:
                    self.trouble = self.trouble or record
                else:
                    self.records[number] = record

    def _end(self, worker: _Worker) -> None:
        os.close(worker.results)
        os.waitpid(worker.process, 0)

    def _steal(self) -> int | None:
        """A file that no worker has begun."""
        if self.waiting:
            return self.waiting.pop()
        try:
            data = os.read(self.tasks, TASK.size)
        except BlockingIOError:
            return None
        return TASK.unpack(data)[0] if len(data) == TASK.size else None

    def help(self) -> Iterator[None]:
        """Judges here too until nobody has begun anything; then waits for the workers' last records."""
        number = self._steal()
        while number is not None:
            self.records[number] = self.judge.judge(self.files[number])
            self.collect(0)
            yield
            number = self._steal()
        os.close(self.give)
        self.give = -1
        while self.workers:
            self.collect(None)
            yield

    def close(self) -> None:
        """At the end, and when the main process is interrupted."""
        for worker in self.workers.values():
            os.kill(worker.process, signal.SIGTERM)
            self._end(worker)
        for pipe in (self.give, self.tasks):
            if pipe >= 0:
                os.close(pipe)


def _ready(records: dict[int, dict], first: int) -> Iterator[dict]:
    while first in records:
        yield records.pop(first)
        first += 1


def judge_all(
    judge: Judge, files: list[FileToJudge], jobs: int, told: list[str]
) -> Iterator[dict]:
    """Records of the files, in their order. Trouble with a history that a worker met goes to `told`."""
    if jobs <= 1:
        for file in files:
            yield judge.judge(file)
        return
    crew = _Crew(judge, files, jobs - 1)
    done = 0
    try:
        for number, file in enumerate(files):
            record = judge.look(file)
            if record is None:
                crew.offer(number)
            else:
                crew.records[number] = record
            crew.collect(0)
        for _ in crew.help():
            for record in _ready(crew.records, done):
                yield record
                done += 1
        for number in range(done, len(files)):
            yield crew.records.get(number) or failed(
                files[number], "eoslint could not judge this file (its process ended): please report it"
            )
    finally:
        crew.close()
    if crew.trouble:
        told.append(crew.trouble)
