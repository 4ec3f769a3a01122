"""The public site, and what any visitor may open."""

from .roles import EVERYBODY, MEMBERS, Access

TABLE: dict[str, Access] = {
    "health": Access(get=EVERYBODY),
    "set_language": Access(get=EVERYBODY, post=EVERYBODY),
    "grants_public:call-list": Access(get=EVERYBODY),
    "grants_public:quiz": Access(get=EVERYBODY, post=EVERYBODY),
    "grants_public:ask": Access(get=EVERYBODY, post=EVERYBODY),
    "grants_public:receipt": Access(get=EVERYBODY, post=EVERYBODY),
    "grants_public:call": Access(get=EVERYBODY),
    "activities_public:coming": Access(get=EVERYBODY),
    "activities_public:event": Access(get=EVERYBODY, post=EVERYBODY),
    "activities_public:place": Access(get=EVERYBODY, post=EVERYBODY),
    "activities_public:place-certificate": Access(get=EVERYBODY),
    "activities_public:visit": Access(get=EVERYBODY, post=MEMBERS),
    "mentoring_public:directory": Access(get=EVERYBODY),
    "mentoring_public:certificate": Access(get=EVERYBODY),
    "mentoring_public:edition": Access(get=EVERYBODY),
    "mentoring_public:recruitment": Access(get=EVERYBODY, post=MEMBERS),
    "open-mentoring": Access(get=EVERYBODY),
    "open-visits": Access(get=EVERYBODY),
    "text-size": Access(post=EVERYBODY),
    "styleguide": Access(get=EVERYBODY),
}
