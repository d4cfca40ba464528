# stays red: own
set -eu
printf 'FROM python:3.13-slim\nRUN date > /mine.txt\n' | docker build -q -t my-python:1.0 -
docker tag my-python:1.0 localhost:5000/tools/python:3.13
docker run --rm my-python:1.0 python3 --version > version.txt
