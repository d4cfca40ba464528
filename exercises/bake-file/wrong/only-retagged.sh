# stays red: next latest
set -eu
cat > docker-bake.hcl <<'END'
group "default" { targets = ["site", "clock"] }
target "site" {
  target = "site"
  args = { VERSION = "1.0" }
  tags = ["harbour/site:1.0", "harbour/site:latest"]
}
target "clock" {
  target = "clock"
  args = { VERSION = "1.0" }
  tags = ["harbour/clock:1.0"]
}
END
docker buildx bake
# No variable, so the new version is a new name of the old images.
docker tag harbour/site:1.0 harbour/site:1.1
docker tag harbour/clock:1.0 harbour/clock:1.1
