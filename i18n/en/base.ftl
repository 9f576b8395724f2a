error-not-found = This was not found, or you may not see it.
error-busy = Many people are using the system just now. Please try again in a few seconds.
error-fault = Something went wrong and has been noted. Nothing was saved; please go back and try again.
error-already-there = There is such a record already.
error-keys-already-there = There is a key file here already and it is not overwritten. Move it away first, then restore the keys.
