//! What a scope may see, as SQL. Each function is property-tested equal to `workflows::access::Scope::sees`
//! (ARCHITECTURE invariant 6): `graph` never calls an open `find`.
