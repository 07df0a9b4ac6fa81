import CData
print(trochlea_file_count())
