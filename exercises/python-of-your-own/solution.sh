set -eu
docker pull python:3.13-slim

# Two more names for the same image. Nothing is copied, nobody is asked.
docker tag python:3.13-slim my-python:1.0
docker tag my-python:1.0 localhost:5000/tools/python:3.13

# One name less. The image stays, as it has two left.
docker rmi python:3.13-slim
docker image ls

docker run --rm my-python:1.0 python3 --version > version.txt
cat version.txt
