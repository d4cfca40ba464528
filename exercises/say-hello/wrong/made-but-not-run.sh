# stays red: compose first words
docker version > versions.txt
docker compose ls >> versions.txt
docker create --name first hello-world
docker logs first > hello.txt
