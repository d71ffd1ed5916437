namespace Spindle.Sql;

// Functions over the session and everything else.
public static partial class Functions
{
    /// <summary>SQL's <c>aes_decrypt</c>.</summary>
    public static Column AesDecrypt(Column input, Column key, object? mode, object? padding, object? aad) => Call("aes_decrypt", input, key, Lit(mode), Lit(padding), Lit(aad));

    /// <summary>SQL's <c>aes_encrypt</c>.</summary>
    public static Column AesEncrypt(Column input, Column key, object? mode, object? padding, object? iv, object? aad) => Call("aes_encrypt", input, key, Lit(mode), Lit(padding), Lit(iv), Lit(aad));

    /// <summary>SQL's <c>assert_true</c>.</summary>
    public static Column AssertTrue(Column col, object? errMsg = null) => CallGiven("assert_true", col, errMsg);

    /// <summary>SQL's <c>bitmap_bit_position</c>.</summary>
    public static Column BitmapBitPosition(Column col) => Call("bitmap_bit_position", col);

    /// <summary>SQL's <c>bitmap_bucket_number</c>.</summary>
    public static Column BitmapBucketNumber(Column col) => Call("bitmap_bucket_number", col);

    /// <summary>SQL's <c>bitmap_count</c>.</summary>
    public static Column BitmapCount(Column col) => Call("bitmap_count", col);

    /// <summary>SQL's <c>current_catalog</c>.</summary>
    public static Column CurrentCatalog() => Call("current_catalog");

    /// <summary>SQL's <c>current_database</c>.</summary>
    public static Column CurrentDatabase() => Call("current_database");

    /// <summary>SQL's <c>current_path</c>.</summary>
    public static Column CurrentPath() => Call("current_path");

    /// <summary>SQL's <c>current_schema</c>.</summary>
    public static Column CurrentSchema() => Call("current_schema");

    /// <summary>SQL's <c>current_user</c>.</summary>
    public static Column CurrentUser() => Call("current_user");

    /// <summary>SQL's <c>hmac</c>.</summary>
    public static Column Hmac(Column key, object? message, object? algorithm) => Call("hmac", key, Lit(message), Lit(algorithm));

    /// <summary>SQL's <c>input_file_block_length</c>.</summary>
    public static Column InputFileBlockLength() => Call("input_file_block_length");

    /// <summary>SQL's <c>input_file_block_start</c>.</summary>
    public static Column InputFileBlockStart() => Call("input_file_block_start");

    /// <summary>SQL's <c>input_file_name</c>.</summary>
    public static Column InputFileName() => Call("input_file_name");

    /// <summary>SQL's <c>monotonically_increasing_id</c>.</summary>
    public static Column MonotonicallyIncreasingId() => Call("monotonically_increasing_id");

    /// <summary>SQL's <c>raise_error</c>.</summary>
    public static Column RaiseError(object? errMsg) => Call("raise_error", Lit(errMsg));

    /// <summary>SQL's <c>session_user</c>.</summary>
    public static Column SessionUser() => Call("session_user");

    /// <summary>SQL's <c>spark_partition_id</c>.</summary>
    public static Column SparkPartitionId() => Call("spark_partition_id");

    /// <summary>SQL's <c>try_aes_decrypt</c>.</summary>
    public static Column TryAesDecrypt(Column input, Column key, object? mode, object? padding, object? aad) => Call("try_aes_decrypt", input, key, Lit(mode), Lit(padding), Lit(aad));

    /// <summary>SQL's <c>typeof</c>.</summary>
    public static Column TypeOf(Column col) => Call("typeof", col);

    /// <summary>SQL's <c>user</c>.</summary>
    public static Column User() => Call("user");

    /// <summary>SQL's <c>uuid</c>.</summary>
    public static Column Uuid(object? seed = null) => CallGiven("uuid", seed);

    /// <summary>SQL's <c>version</c>.</summary>
    public static Column Version() => Call("version");
}
