set -eu
cat > Dockerfile <<'END'
FROM busybox:1.37
COPY slug /usr/local/bin/
ENTRYPOINT ["slug"]
CMD ["--help"]
END
docker build -t slug:1.0 .

# Without words it gets those of CMD, with words those.
docker run --name help slug:1.0
docker run --name title slug:1.0 'Docker Images: Hands-on' > slug.txt
cat slug.txt
