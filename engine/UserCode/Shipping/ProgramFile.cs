namespace Spindle.UserCode.Shipping;

/// <summary>What a file of a program is for.</summary>
public enum ProgramFileKind : byte
{
    Assembly,

    /// <summary>A library of the machine's own code, for <c>DllImport</c>.</summary>
    Native,
}

/// <summary>A file of a program, known by its content: two builds under one name are two files, one file in two programs is sent once.</summary>
/// <param name="Name">The simple name of an assembly, the file name of a native library.</param>
/// <param name="FileName">As the loader expects it: <c>Sales.dll</c>, <c>libzip.so</c>.</param>
/// <param name="Hash">SHA-256 of the bytes, lower-case hexadecimal.</param>
/// <param name="Size">Bytes.</param>
public sealed record ProgramFile(ProgramFileKind Kind, string Name, string FileName, string Hash, long Size);
