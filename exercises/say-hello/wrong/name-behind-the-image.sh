# stays red: first words
docker version > versions.txt
docker compose version >> versions.txt
docker run hello-world --name first
docker logs first > hello.txt
