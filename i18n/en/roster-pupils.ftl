roster-registry-taken = This registry number belongs to another child. Check the number, or first correct the other child's page.
roster-identity-taken = This identity number belongs to another child. Check it against the household register.
roster-school-no-taken = This school number belongs to another child. Choose another one.
