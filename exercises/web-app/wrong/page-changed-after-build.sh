# stays red: page
set -eu
echo '<h1>First try</h1>' > index.html

cat > Dockerfile <<'END'
FROM nginx:1.26
COPY index.html /usr/share/nginx/html/
END

docker build -t webapp:1.0 .
docker run -d --name webapp -p 8080:80 webapp:1.0
echo '<h1>Second try</h1>' > index.html
