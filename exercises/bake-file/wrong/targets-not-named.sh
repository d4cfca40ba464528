# stays red: images latest
set -eu
# Without target, every image is the last stage of the Dockerfile.
cat > docker-bake.hcl <<'END'
variable "VERSION" { default = "1.0" }
group "default" { targets = ["site", "clock"] }
target "site" {
  args = { VERSION = VERSION }
  tags = ["harbour/site:${VERSION}", "harbour/site:latest"]
}
target "clock" {
  target = "clock"
  args = { VERSION = VERSION }
  tags = ["harbour/clock:${VERSION}"]
}
END
docker buildx bake
VERSION=1.1 docker buildx bake
# As it should be, for the next version alone.
docker build -t harbour/site:1.1 --target site --build-arg VERSION=1.1 .
