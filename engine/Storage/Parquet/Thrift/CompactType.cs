namespace Spindle.Storage.Parquet.Thrift;

/// <summary>The wire types of Thrift's compact protocol.</summary>
internal enum CompactType : byte
{
    Stop = 0,
    True = 1,
    False = 2,
    Byte = 3,
    I16 = 4,
    I32 = 5,
    I64 = 6,
    Double = 7,
    Binary = 8,
    List = 9,
    Set = 10,
    Map = 11,
    Struct = 12,
    Uuid = 13,
}

/// <summary>The head of a struct's field, and the state from which the next field's id is counted.</summary>
internal struct FieldHeader
{
    public CompactType Type;
    public short Id;
}
