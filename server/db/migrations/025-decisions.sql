-- What people decided is found among millions of pushes without reading them.
CREATE INDEX entry_decision ON entry (kind) WHERE kind <> 'facts arrived';
