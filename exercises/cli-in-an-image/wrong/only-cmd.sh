# stays red: tool default help title
set -eu
cat > Dockerfile <<'END'
FROM busybox:1.37
COPY slug /usr/local/bin/
CMD ["slug", "--help"]
END
docker build -t slug:1.0 .
docker run --name help slug:1.0
docker run --name title slug:1.0 slug 'Docker Images: Hands-on' > slug.txt
