# stays red: own old-gone version
docker pull -q python:3.13-slim
docker tag python:3.13-slim my-python:1.0
docker tag my-python:1.0 localhost:5000/tools/python:3.13
docker rmi my-python:1.0
docker run --rm python:3.13-slim python3 --version > version.txt
