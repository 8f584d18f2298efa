"""What the server is held against: FastAPI with one endpoint that reads one row through Core.

`python -m tests.benchmarks.bare_server DATABASE` prints where it listens.
"""

from __future__ import annotations

import sys
from typing import Any

import uvicorn
from fastapi import FastAPI
from sqlalchemy import create_engine, select

from desk.api.server import bound
from desk.store import driver
from desk.store.records import VisitorEntryRecord

ENTRY = VisitorEntryRecord.__table__


def main(path: str) -> None:
    engine = create_engine(f"sqlite:///{path}", module=driver.module())
    app = FastAPI()

    @app.get("/entries/{uid}")
    def one(uid: str) -> dict[str, Any]:
        query = select(
            ENTRY.c.uid,
            ENTRY.c.visitor,
            ENTRY.c.people,
            ENTRY.c.vehicle_color,
            ENTRY.c.license_plate,
            ENTRY.c.subject,
            ENTRY.c.arrival,
        ).where(ENTRY.c.uid == uid)
        with engine.connect() as connection:
            row = connection.execute(query).mappings().one()
        return dict(row)

    listening = bound("127.0.0.1", 0)
    config = uvicorn.Config(app, log_config=None, access_log=False, http="h11", ws="none")
    print(f"listening on http://127.0.0.1:{listening.getsockname()[1]}", flush=True)
    uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    main(sys.argv[1])
