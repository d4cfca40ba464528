# stays red: images next latest
set -eu
# The variable is in the tags, but the Dockerfile is not told of it.
cat > docker-bake.hcl <<'END'
variable "VERSION" { default = "1.0" }
group "default" { targets = ["site", "clock"] }
target "site" {
  target = "site"
  tags = ["harbour/site:${VERSION}", "harbour/site:latest"]
}
target "clock" {
  target = "clock"
  tags = ["harbour/clock:${VERSION}"]
}
END
docker buildx bake
VERSION=1.1 docker buildx bake
