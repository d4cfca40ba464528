const boats = ['Anna', 'Bela', 'Cilla'];
document.getElementById('boats').textContent = `In port: ${boats.join(', ')}`;
