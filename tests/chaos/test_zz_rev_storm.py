"""Fifty checkouts with every odd card while workers are killed, the gateway hangs and its webhooks come twice."""

import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest

from bot import bootstrap
from bot.config import load_settings
from bot.domain.booking.passengers import Party, Passenger
from bot.domain.conversation.effects import BeginCheckout
from bot.domain.errors import ThreadfareError
from bot.domain.shopping.search import Search
from bot.embedded.roles import role_child
from bot.ports.gateway import GatewayEvent
from bot.sandbox.cards import CARDS
from bot.services import checkouts, pay_links
from bot.services.pay_tokens import pay_token
from tests.builders.sealing import seal
from tests.builders.flights import ADULT
from tests.fakes.sandbox_server import Records
from tests.journeys.real_stage import RealStage
from tests.journeys.town import Town, _command_of, _parent_of
from sqlalchemy import text

pytestmark = pytest.mark.real
MANY = int(os.environ.get("STORM", "50"))
CHANCE = Random(7)
SLOW = {"timeout_before", "timeout_after", "timeout_late"}
NUMBERS = [c.number for c in CARDS if c.fault not in SLOW and not c.refused] + ["4000111002000005", "4000112002000003", "4000111003000004", "4000112003000002"]


class Clock:
    def __init__(self, town): self.town = town
    def now(self): return datetime.fromtimestamp(self.town.now(), UTC)


def test_storm(town: Town) -> None:
    data = town.folder / "data"
    env = {**town._environment(), "CAPTURE_KEYS_DIR": str(data / "capture-keys"), "VAULT_KEYS_DIR": str(data / "vault-keys"), "CAPTURE_PUBLIC_KEYS": str(data / "capture-public-keys.json")}
    runtime = bootstrap.build(load_settings(env, "web"), "web")
    runtime = msgspec.structs.replace(runtime, clock=Clock(town))
    key = runtime.capture_keys.jwks()["keys"][0]
    offers = []
    for days in range(20, 60):
        offers += town.supplier.search(Search("NCE", "PAR", date.today() + timedelta(days=days), party=Party(1)), now=runtime.clock.now())
        if len(offers) >= MANY: break
    offers = (offers * MANY)[:MANY]
    people = (ADULT,)
    logs = town.folder / "storm"; logs.mkdir()
    extra = [role_child("worker", env, logs=logs).launch() for _ in range(2)]
    over = threading.Event()
    deaths = [0, 0]

    def killer():
        while not over.is_set():
            time.sleep(CHANCE.uniform(0.2, 1.5))
            n = CHANCE.randrange(3)
            if n == 2:
                town.kill("worker")
            else:
                extra[n].kill(); extra[n].wait(); extra[n] = role_child("worker", env, logs=logs).launch()
            deaths[0] += 1
            if CHANCE.random() < .5:
                town.pass_time(61)
    def hanger():
        parent = town._processes[0].pid
        while not over.is_set():
            time.sleep(CHANCE.uniform(3, 6))
            for f in Path("/proc").iterdir():
                if f.name.isdigit() and _parent_of(f) == parent and _command_of(f)[-2:] == ["bot.cli", "sandbox"]:
                    os.kill(int(f.name), signal.SIGSTOP); time.sleep(CHANCE.uniform(.2, 2)); os.kill(int(f.name), signal.SIGCONT); deaths[1] += 1
    def doubler():
        n = 0
        while not over.is_set():
            time.sleep(.3)
            with town.engine.connect() as c:
                ids = [r[0] for r in c.execute(text("select p.id from payments p join checkouts c on c.id=p.checkout where c.thread like 'webchat:TF:storm%'"))]
            if not ids: continue
            n += 1
            p = CHANCE.choice(ids)
            for _ in range(3):
                try: checkouts.gateway_event(runtime, GatewayEvent(f"evt_{n}", "x", p, "", runtime.clock.now()))
                except ThreadfareError as e: print(e)

    def state(thread):
        with town.engine.connect() as c:
            found = c.execute(text("select id from checkouts where thread=:t"), {"t": thread}).scalar()
        if not found: return None
        with town.records.begin() as w: return w.money.checkout(found)

    def travel(n):
        rnd = Random(n)
        thread = f"webchat:TF:storm{n}x"
        effect = BeginCheckout(offers[n], people, "ada@example.org", "en")
        until = time.monotonic() + 150
        jti = 0
        while time.monotonic() < until:
            try:
                checkouts.begin(runtime, f"storm{n}#0", thread, effect)
                break
            except ThreadfareError as e:
                print("begin", e); time.sleep(.2)
        while time.monotonic() < until:
            c = state(thread)
            if c.state in {"paid", "ended"}: return c.state
            if c.state == "challenging" and c.payments[0].action_url:
                if rnd.random() < .7:
                    try: town.sandbox.answer(c.payments[0].action_url, rnd.choice(["approve", "fail"]))
                    except Exception as e: print("challenge", e)
                time.sleep(1)
            if c.state == "collecting":
                number = rnd.choice(NUMBERS) if jti < 2 else "4242424242424242"
                jti += 1
                bound = {"chk": c.id, "iat": int(town.now()), "jti": f"jti-storm-{n}-{jti}-xxxxxxxxxxxxx"}
                due = next(p for p in c.payments).amount
                card = {"v": 1, "pan": number, "exp_month": 12, "exp_year": 2031, "name": "Ada", "amt": due.minor, "cur": due.currency, **bound}
                cvc = "1234" if number[:2] in ("34", "37") else "123"
                sealed = seal(key, card, {"v": 1, "cvc": cvc, **bound})
                tries = [threading.Thread(target=_submit, args=(runtime, c, sealed)) for _ in range(rnd.choice([1, 1, 2, 3]))]
                for t in tries: t.start()
                for t in tries: t.join()
            time.sleep(.3)
        return state(thread).state

    threads = [threading.Thread(target=f, daemon=True) for f in (killer, hanger, doubler)]
    for t in threads: t.start()
    with ThreadPoolExecutor(10) as pool:
        ends = list(pool.map(travel, range(MANY)))
    over.set()
    for t in threads: t.join()
    print("deaths", deaths, {e: ends.count(e) for e in ends})
    # rest
    left_sql = text("select c.id, c.state, s.kind, s.due_at, s.lease_until, s.tries, s.fence from steps s join checkouts c on c.id = s.checkout where not s.done and c.thread like 'webchat:TF:storm%' and s.kind<>'expire' and not (s.kind='look' and s.subject like 'pay%' and c.state in ('ended','paid'))")
    until = time.monotonic() + 150
    while time.monotonic() < until:
        with town.engine.connect() as c: left = c.execute(left_sql).all()
        with town.engine.connect() as c: live = c.execute(text("select count(*) from checkouts where thread like 'webchat:TF:storm%' and state not in ('paid','ended')")).scalar()
        if not left and not live: break
        town.pass_time(120 if live else 3600)
        time.sleep(.5)
    print("left", left, live)
    bad = []
    with town.engine.connect() as c:
        rows = c.execute(text("select id, thread from checkouts where thread like 'webchat:TF:storm%'")).all()
        dup = c.execute(text("select thread, count(*) from checkouts where thread like 'webchat:TF:storm%' group by 1 having count(*)>1")).all()
    if dup: bad.append(("two checkouts", dup))
    for cid, thread in rows:
        with town.records.begin() as w: ck = w.money.checkout(cid)
        recs = [town.sandbox.records(p.id) for p in ck.payments]
        eff = [e for r in recs for e in r.effects]; pays = [p for r in recs for p in r.payments]
        cap = sum(e["amount"] for e in eff if e["kind"] == "captured"); ref = sum(e["amount"] for e in eff if e["kind"] == "refunded")
        ncap = sum(e["kind"] == "captured" for e in eff)
        with town.engine.connect() as c:
            tickets = c.execute(text("SELECT count(*) FROM timetable_tickets t JOIN timetable_holds h USING (locator) WHERE h.reference = :o AND t.voided_at IS NULL"), {"o": ck.order.id}).scalar()
            held = c.execute(text("SELECT state FROM timetable_holds h WHERE h.reference = :o"), {"o": ck.order.id}).scalars().all()
            owed = c.execute(text("SELECT count(*) FROM thread_outbox WHERE thread = :o and not paid"), {"o": thread}).scalar()
        sources = [ck.order.id, *(p.id for p in ck.payments), *(a.key for p in ck.payments for a in p.attempts)]
        with town.records.begin() as w: books = w.money.transactions(*sources)
        from bot.domain.payment.ledger import balances
        from bot.domain.payment.posting import PSP_RECEIVABLE, TICKET_REVENUE, TRAVELLER_FUNDS
        sums = balances(books); cur = ck.order.offer.total.currency
        price = ck.order.offer.total.minor if tickets else 0
        problem = []
        if ncap > 1: problem.append("captured twice")
        if cap - ref != price: problem.append(f"taken {cap}-{ref} price {price}")
        if bool(tickets) != (ck.state == "paid"): problem.append(f"tickets {tickets} state {ck.state}")
        if ck.state not in ("paid", "ended"): problem.append("no end")
        if "held" in held: problem.append("held")
        live = [p["state"] for p in pays if p["state"] in ("authorized", "requires_action", "pending")]
        if live: problem.append(f"live {live}")
        if owed: problem.append("owed")
        if sums.get((PSP_RECEIVABLE, cur), 0) != cap - ref or sums.get((TRAVELLER_FUNDS, cur), 0) or -sums.get((TICKET_REVENUE, cur), 0) != price: problem.append(f"books {sums}")
        if problem: bad.append((thread, ck.state, ck.ending, ck.staff, problem, [(a.key[-14:], a.result, a.code, a.sends) for p in ck.payments for a in p.attempts], [(p["state"], p.get("card") or p.get("last4")) for p in pays]))
    for p in extra: p.kill(); p.wait()
    for b in bad: print("BAD", b)
    assert not bad


def _submit(runtime: Any, c: Any, sealed: Any) -> None:
    try:
        pay_links.submit(runtime, pay_token(runtime, c.id), "browser", sealed)
    except ThreadfareError as e:
        print("submit", type(e).__name__, e)
