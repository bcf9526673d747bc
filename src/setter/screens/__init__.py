"""One screen a file, its stylesheet beside it: asks a service, shows the answer."""
