"""Who may open what: every address of ours, with the roles that may GET and POST it.

An address about an object speaks of the role's own one: the applicant's application, the
mentor's pair, the staff's programme. Which objects are whose is said by the predicates and
their twins `visible_to`; this table says that nobody else gets through. A test requests every
address as every role and compares, so that a new address needs a line here.
"""

from . import activities, grants, mentoring, office, programmes, public
from .roles import ACCOUNTS, ROLES, VISITOR, Access
from .routes import LIBRARIES, our_routes, routes

TABLE: dict[str, Access] = {
    **public.TABLE,
    **office.TABLE,
    **programmes.TABLE,
    **activities.TABLE,
    **mentoring.TABLE,
    **grants.TABLE,
}

__all__ = ["ACCOUNTS", "LIBRARIES", "ROLES", "TABLE", "VISITOR", "Access", "our_routes", "routes"]
