# stays red: build ship serve saved
# Only the spelling is brought up to date: the build still has no shipwright.
sed -i 's/--only=production/--omit=dev/' Dockerfile
docker build -t tides:1.0 .
docker tag tides:1.0 tides:build
docker run -d --name tides -p 8080:3000 tides:1.0
