"""Who speaks: an outlet's name and owner, the agency it credits, and how many voices that makes. Pure."""
