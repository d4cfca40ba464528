set -eu
cat > docker-bake.hcl <<'END'
variable "VERSION" {
  default = "1.0"
}

group "default" {
  targets = ["site", "clock"]
}

target "site" {
  target = "site"
  args   = { VERSION = VERSION }
  tags   = ["harbour/site:${VERSION}", "harbour/site:latest"]
}

target "clock" {
  target = "clock"
  args   = { VERSION = VERSION }
  tags   = ["harbour/clock:${VERSION}"]
}
END

docker buildx bake

# The next version is another value of the variable, and no other file. It takes latest with it.
VERSION=1.1 docker buildx bake
