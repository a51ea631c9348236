"""What sentences mean, as vectors: a small protocol, and its implementation on a model that travels in a package."""
