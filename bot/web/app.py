"""The web application: every route of the web process, put together."""

from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from bot.ports.runtime import Runtime
from bot.web import (
    chat_files,
    embed,
    errors,
    files,
    gateway_webhooks,
    health,
    live,
    pay,
    pin,
    security,
    sessions,
    trip,
    wallet,
    wallet_adding,
    wallet_history,
    wallet_privacy,
    wallet_settings,
    webchat,
    webhooks,
)
from bot.web.desk import bulk, overview
from bot.web.desk import inbox as desk
from bot.web.staff import (
    approvals,
    audit,
    canned,
    door,
    flow_editor,
    flow_files,
    flow_history,
    flow_map,
    flow_publish,
    flow_revisions,
    flow_step_acts,
    flow_testers,
    flows,
    fraud,
    links,
    macros,
    me,
    oidc,
    people,
    replays,
    reports,
    reviews,
    service_levels,
    settings,
    simulator,
    talks,
    teams,
)

_TEMPLATES = Path(__file__).parents[2] / "templates"


def create_app(runtime: Runtime) -> Flask:
    """The WSGI application over a Runtime, which needs neither gateway nor keys that open cards."""
    app = Flask("bot.web", template_folder=str(_TEMPLATES))
    errors.handle(app, runtime)
    security.protect(app, runtime)
    for part in (
        webhooks,
        gateway_webhooks,
        health,
        pay,
        pin,
        trip,
        webchat,
        chat_files,
        embed,
        sessions,
        live,
        files,
        desk,
        approvals,
        reviews,
        fraud,
        audit,
        door,
        links,
        oidc,
        me,
        settings,
        people,
        bulk,
        overview,
        macros,
        canned,
        reports,
        service_levels,
        teams,
        flows,
        flow_editor,
        flow_step_acts,
        flow_files,
        flow_history,
        flow_map,
        flow_revisions,
        flow_publish,
        flow_testers,
        simulator,
        replays,
        talks,
        wallet,
        wallet_adding,
        wallet_history,
        wallet_privacy,
        wallet_settings,
    ):
        app.register_blueprint(part.blueprint(runtime))
    app.wsgi_app = webhooks.in_front_of(app.wsgi_app, runtime)  # type: ignore[assignment]  # Flask's own way
    if runtime.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=runtime.proxies, x_proto=0, x_host=0)  # type: ignore[method-assign]
    return app
