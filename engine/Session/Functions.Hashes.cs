namespace Spindle.Sql;

// Functions over hashes.
public static partial class Functions
{
    /// <summary>SQL's <c>crc32</c>.</summary>
    public static Column Crc32(Column col) => Call("crc32", col);

    /// <summary>SQL's <c>hash</c>.</summary>
    public static Column Hash(params Column[] cols) => Call("hash", cols);

    /// <summary>SQL's <c>md5</c>.</summary>
    public static Column Md5(Column col) => Call("md5", col);

    /// <summary>SQL's <c>sha</c>.</summary>
    public static Column Sha(Column col) => Call("sha", col);

    /// <summary>SQL's <c>sha1</c>.</summary>
    public static Column Sha1(Column col) => Call("sha1", col);

    /// <summary>SQL's <c>sha2</c>.</summary>
    public static Column Sha2(Column col, object? numBits) => Call("sha2", col, Lit(numBits));

    /// <summary>SQL's <c>xxhash64</c>.</summary>
    public static Column XxHash64(params Column[] cols) => Call("xxhash64", cols);
}
