# stays red: full old-gone version
set -eu
docker pull -q python:3.13-slim
docker tag python:3.13-slim my-python:1.0
docker tag python:3.13-slim localhost:5000/tools/python
docker run --rm my-python:1.0 > version.txt
