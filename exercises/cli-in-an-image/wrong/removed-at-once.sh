# stays red: help title
set -eu
printf 'FROM busybox:1.37\nCOPY slug /bin/\nENTRYPOINT ["/bin/slug"]\nCMD ["--help"]\n' > Dockerfile
docker build -t slug:1.0 .
docker run --rm --name help slug:1.0
docker run --rm --name title slug:1.0 Docker Images: Hands-on > slug.txt
