Console.WriteLine("Spindle");
