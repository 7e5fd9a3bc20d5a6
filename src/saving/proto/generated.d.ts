// Generated from the .proto files by `npm run proto`. Do not edit.
import * as $protobuf from "protobufjs";
import Long = require("long");

/** Namespace flowpoint. */
export namespace flowpoint {

    /**
     * Properties of a VersionDef.
     * @deprecated Use flowpoint.VersionDef.$Properties instead.
     */
    interface IVersionDef extends flowpoint.VersionDef.$Properties {
    }

    /** Represents a VersionDef. */
    class VersionDef {

        /**
         * Constructs a new VersionDef.
         * @param [properties] Properties to set
         */
        constructor(properties?: flowpoint.VersionDef.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** VersionDef producer. */
        producer: number;

        /** VersionDef min_consumer. */
        min_consumer: number;

        /** VersionDef bad_consumers. */
        bad_consumers: number[];

        /**
         * Creates a new VersionDef instance using the specified properties.
         * @param [properties] Properties to set
         * @returns VersionDef instance
         */
        static create(properties: flowpoint.VersionDef.$Shape): flowpoint.VersionDef & flowpoint.VersionDef.$Shape;
        static create(properties?: flowpoint.VersionDef.$Properties): flowpoint.VersionDef;

        /**
         * Encodes the specified VersionDef message. Does not implicitly {@link flowpoint.VersionDef.verify|verify} messages.
         * @param message VersionDef message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: flowpoint.VersionDef.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a VersionDef message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {flowpoint.VersionDef & flowpoint.VersionDef.$Shape} VersionDef
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): flowpoint.VersionDef & flowpoint.VersionDef.$Shape;
    }

    namespace VersionDef {

        /** Properties of a VersionDef. */
        interface $Properties {

            /** VersionDef producer */
            producer?: (number|null);

            /** VersionDef min_consumer */
            min_consumer?: (number|null);

            /** VersionDef bad_consumers */
            bad_consumers?: (number[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a VersionDef. */
        type $Shape = flowpoint.VersionDef.$Properties;
    }

    /**
     * Properties of a TensorShapeProto.
     * @deprecated Use flowpoint.TensorShapeProto.$Properties instead.
     */
    interface ITensorShapeProto extends flowpoint.TensorShapeProto.$Properties {
    }

    /** Represents a TensorShapeProto. */
    class TensorShapeProto {

        /**
         * Constructs a new TensorShapeProto.
         * @param [properties] Properties to set
         */
        constructor(properties?: flowpoint.TensorShapeProto.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** TensorShapeProto dim. */
        dim: flowpoint.TensorShapeProto.Dim.$Properties[];

        /** TensorShapeProto unknown_rank. */
        unknown_rank: boolean;

        /**
         * Creates a new TensorShapeProto instance using the specified properties.
         * @param [properties] Properties to set
         * @returns TensorShapeProto instance
         */
        static create(properties: flowpoint.TensorShapeProto.$Shape): flowpoint.TensorShapeProto & flowpoint.TensorShapeProto.$Shape;
        static create(properties?: flowpoint.TensorShapeProto.$Properties): flowpoint.TensorShapeProto;

        /**
         * Encodes the specified TensorShapeProto message. Does not implicitly {@link flowpoint.TensorShapeProto.verify|verify} messages.
         * @param message TensorShapeProto message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: flowpoint.TensorShapeProto.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a TensorShapeProto message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {flowpoint.TensorShapeProto & flowpoint.TensorShapeProto.$Shape} TensorShapeProto
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): flowpoint.TensorShapeProto & flowpoint.TensorShapeProto.$Shape;
    }

    namespace TensorShapeProto {

        /** Properties of a TensorShapeProto. */
        interface $Properties {

            /** TensorShapeProto dim */
            dim?: (flowpoint.TensorShapeProto.Dim.$Properties[]|null);

            /** TensorShapeProto unknown_rank */
            unknown_rank?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a TensorShapeProto. */
        type $Shape = flowpoint.TensorShapeProto.$Properties;

        /**
         * Properties of a Dim.
         * @deprecated Use flowpoint.TensorShapeProto.Dim.$Properties instead.
         */
        interface IDim extends flowpoint.TensorShapeProto.Dim.$Properties {
        }

        /** Represents a Dim. */
        class Dim {

            /**
             * Constructs a new Dim.
             * @param [properties] Properties to set
             */
            constructor(properties?: flowpoint.TensorShapeProto.Dim.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Dim size. */
            size: Long;

            /** Dim name. */
            name: string;

            /**
             * Creates a new Dim instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Dim instance
             */
            static create(properties: flowpoint.TensorShapeProto.Dim.$Shape): flowpoint.TensorShapeProto.Dim & flowpoint.TensorShapeProto.Dim.$Shape;
            static create(properties?: flowpoint.TensorShapeProto.Dim.$Properties): flowpoint.TensorShapeProto.Dim;

            /**
             * Encodes the specified Dim message. Does not implicitly {@link flowpoint.TensorShapeProto.Dim.verify|verify} messages.
             * @param message Dim message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: flowpoint.TensorShapeProto.Dim.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Dim message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {flowpoint.TensorShapeProto.Dim & flowpoint.TensorShapeProto.Dim.$Shape} Dim
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): flowpoint.TensorShapeProto.Dim & flowpoint.TensorShapeProto.Dim.$Shape;
        }

        namespace Dim {

            /** Properties of a Dim. */
            interface $Properties {

                /** Dim size */
                size?: (Long|null);

                /** Dim name */
                name?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Dim. */
            type $Shape = flowpoint.TensorShapeProto.Dim.$Properties;
        }
    }

    /**
     * Properties of a TensorSliceProto.
     * @deprecated Use flowpoint.TensorSliceProto.$Properties instead.
     */
    interface ITensorSliceProto extends flowpoint.TensorSliceProto.$Properties {
    }

    /** Represents a TensorSliceProto. */
    class TensorSliceProto {

        /**
         * Constructs a new TensorSliceProto.
         * @param [properties] Properties to set
         */
        constructor(properties?: flowpoint.TensorSliceProto.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** TensorSliceProto extent. */
        extent: flowpoint.TensorSliceProto.Extent.$Properties[];

        /**
         * Creates a new TensorSliceProto instance using the specified properties.
         * @param [properties] Properties to set
         * @returns TensorSliceProto instance
         */
        static create(properties: flowpoint.TensorSliceProto.$Shape): flowpoint.TensorSliceProto & flowpoint.TensorSliceProto.$Shape;
        static create(properties?: flowpoint.TensorSliceProto.$Properties): flowpoint.TensorSliceProto;

        /**
         * Encodes the specified TensorSliceProto message. Does not implicitly {@link flowpoint.TensorSliceProto.verify|verify} messages.
         * @param message TensorSliceProto message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: flowpoint.TensorSliceProto.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a TensorSliceProto message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {flowpoint.TensorSliceProto & flowpoint.TensorSliceProto.$Shape} TensorSliceProto
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): flowpoint.TensorSliceProto & flowpoint.TensorSliceProto.$Shape;
    }

    namespace TensorSliceProto {

        /** Properties of a TensorSliceProto. */
        interface $Properties {

            /** TensorSliceProto extent */
            extent?: (flowpoint.TensorSliceProto.Extent.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a TensorSliceProto. */
        type $Shape = {
          extent?: flowpoint.TensorSliceProto.Extent.$Shape[]|null;
          $unknowns?: Uint8Array[];
        };

        /**
         * Properties of an Extent.
         * @deprecated Use flowpoint.TensorSliceProto.Extent.$Properties instead.
         */
        interface IExtent extends flowpoint.TensorSliceProto.Extent.$Properties {
        }

        /** Represents an Extent. */
        class Extent {

            /**
             * Constructs a new Extent.
             * @param [properties] Properties to set
             */
            constructor(properties?: flowpoint.TensorSliceProto.Extent.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Extent start. */
            start: Long;

            /** Extent length. */
            length?: (Long|null);

            /** Extent has_length. */
            has_length?: "length";

            /**
             * Creates a new Extent instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Extent instance
             */
            static create(properties: flowpoint.TensorSliceProto.Extent.$Shape): flowpoint.TensorSliceProto.Extent & flowpoint.TensorSliceProto.Extent.$Shape;
            static create(properties?: flowpoint.TensorSliceProto.Extent.$Properties): flowpoint.TensorSliceProto.Extent;

            /**
             * Encodes the specified Extent message. Does not implicitly {@link flowpoint.TensorSliceProto.Extent.verify|verify} messages.
             * @param message Extent message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: flowpoint.TensorSliceProto.Extent.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Extent message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {flowpoint.TensorSliceProto.Extent & flowpoint.TensorSliceProto.Extent.$Shape} Extent
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): flowpoint.TensorSliceProto.Extent & flowpoint.TensorSliceProto.Extent.$Shape;
        }

        namespace Extent {

            /** Properties of an Extent. */
            interface $Properties {

                /** Extent start */
                start?: (Long|null);

                /** Extent length */
                length?: (Long|null);

                /** Extent has_length */
                has_length?: "length";

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of an Extent. */
            type $Shape = {
              start?: Long|null;
              length?: Long|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ has_length?: undefined; length?: null }|{ has_length?: "length"; length: Long })
            );
        }
    }

    /**
     * Properties of a BundleHeaderProto.
     * @deprecated Use flowpoint.BundleHeaderProto.$Properties instead.
     */
    interface IBundleHeaderProto extends flowpoint.BundleHeaderProto.$Properties {
    }

    /** Represents a BundleHeaderProto. */
    class BundleHeaderProto {

        /**
         * Constructs a new BundleHeaderProto.
         * @param [properties] Properties to set
         */
        constructor(properties?: flowpoint.BundleHeaderProto.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** BundleHeaderProto num_shards. */
        num_shards: number;

        /** BundleHeaderProto endianness. */
        endianness: number;

        /** BundleHeaderProto version. */
        version?: (flowpoint.VersionDef.$Properties|null);

        /**
         * Creates a new BundleHeaderProto instance using the specified properties.
         * @param [properties] Properties to set
         * @returns BundleHeaderProto instance
         */
        static create(properties: flowpoint.BundleHeaderProto.$Shape): flowpoint.BundleHeaderProto & flowpoint.BundleHeaderProto.$Shape;
        static create(properties?: flowpoint.BundleHeaderProto.$Properties): flowpoint.BundleHeaderProto;

        /**
         * Encodes the specified BundleHeaderProto message. Does not implicitly {@link flowpoint.BundleHeaderProto.verify|verify} messages.
         * @param message BundleHeaderProto message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: flowpoint.BundleHeaderProto.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a BundleHeaderProto message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {flowpoint.BundleHeaderProto & flowpoint.BundleHeaderProto.$Shape} BundleHeaderProto
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): flowpoint.BundleHeaderProto & flowpoint.BundleHeaderProto.$Shape;
    }

    namespace BundleHeaderProto {

        /** Properties of a BundleHeaderProto. */
        interface $Properties {

            /** BundleHeaderProto num_shards */
            num_shards?: (number|null);

            /** BundleHeaderProto endianness */
            endianness?: (number|null);

            /** BundleHeaderProto version */
            version?: (flowpoint.VersionDef.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a BundleHeaderProto. */
        type $Shape = flowpoint.BundleHeaderProto.$Properties;
    }

    /**
     * Properties of a BundleEntryProto.
     * @deprecated Use flowpoint.BundleEntryProto.$Properties instead.
     */
    interface IBundleEntryProto extends flowpoint.BundleEntryProto.$Properties {
    }

    /** Represents a BundleEntryProto. */
    class BundleEntryProto {

        /**
         * Constructs a new BundleEntryProto.
         * @param [properties] Properties to set
         */
        constructor(properties?: flowpoint.BundleEntryProto.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** BundleEntryProto dtype. */
        dtype: number;

        /** BundleEntryProto shape. */
        shape?: (flowpoint.TensorShapeProto.$Properties|null);

        /** BundleEntryProto shard_id. */
        shard_id: number;

        /** BundleEntryProto offset. */
        offset: Long;

        /** BundleEntryProto size. */
        size: Long;

        /** BundleEntryProto crc32c. */
        crc32c: number;

        /** BundleEntryProto slices. */
        slices: flowpoint.TensorSliceProto.$Properties[];

        /**
         * Creates a new BundleEntryProto instance using the specified properties.
         * @param [properties] Properties to set
         * @returns BundleEntryProto instance
         */
        static create(properties: flowpoint.BundleEntryProto.$Shape): flowpoint.BundleEntryProto & flowpoint.BundleEntryProto.$Shape;
        static create(properties?: flowpoint.BundleEntryProto.$Properties): flowpoint.BundleEntryProto;

        /**
         * Encodes the specified BundleEntryProto message. Does not implicitly {@link flowpoint.BundleEntryProto.verify|verify} messages.
         * @param message BundleEntryProto message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: flowpoint.BundleEntryProto.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a BundleEntryProto message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {flowpoint.BundleEntryProto & flowpoint.BundleEntryProto.$Shape} BundleEntryProto
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): flowpoint.BundleEntryProto & flowpoint.BundleEntryProto.$Shape;
    }

    namespace BundleEntryProto {

        /** Properties of a BundleEntryProto. */
        interface $Properties {

            /** BundleEntryProto dtype */
            dtype?: (number|null);

            /** BundleEntryProto shape */
            shape?: (flowpoint.TensorShapeProto.$Properties|null);

            /** BundleEntryProto shard_id */
            shard_id?: (number|null);

            /** BundleEntryProto offset */
            offset?: (Long|null);

            /** BundleEntryProto size */
            size?: (Long|null);

            /** BundleEntryProto crc32c */
            crc32c?: (number|null);

            /** BundleEntryProto slices */
            slices?: (flowpoint.TensorSliceProto.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a BundleEntryProto. */
        type $Shape = {
          dtype?: number|null;
          shape?: flowpoint.TensorShapeProto.$Shape|null;
          shard_id?: number|null;
          offset?: Long|null;
          size?: Long|null;
          crc32c?: number|null;
          slices?: flowpoint.TensorSliceProto.$Shape[]|null;
          $unknowns?: Uint8Array[];
        };
    }

    /**
     * Properties of a SavedTensorSlices.
     * @deprecated Use flowpoint.SavedTensorSlices.$Properties instead.
     */
    interface ISavedTensorSlices extends flowpoint.SavedTensorSlices.$Properties {
    }

    /** Represents a SavedTensorSlices. */
    class SavedTensorSlices {

        /**
         * Constructs a new SavedTensorSlices.
         * @param [properties] Properties to set
         */
        constructor(properties?: flowpoint.SavedTensorSlices.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SavedTensorSlices meta. */
        meta?: (flowpoint.SavedTensorSliceMeta.$Properties|null);

        /** SavedTensorSlices data. */
        data?: (flowpoint.SavedSlice.$Properties|null);

        /**
         * Creates a new SavedTensorSlices instance using the specified properties.
         * @param [properties] Properties to set
         * @returns SavedTensorSlices instance
         */
        static create(properties: flowpoint.SavedTensorSlices.$Shape): flowpoint.SavedTensorSlices & flowpoint.SavedTensorSlices.$Shape;
        static create(properties?: flowpoint.SavedTensorSlices.$Properties): flowpoint.SavedTensorSlices;

        /**
         * Encodes the specified SavedTensorSlices message. Does not implicitly {@link flowpoint.SavedTensorSlices.verify|verify} messages.
         * @param message SavedTensorSlices message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: flowpoint.SavedTensorSlices.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SavedTensorSlices message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {flowpoint.SavedTensorSlices & flowpoint.SavedTensorSlices.$Shape} SavedTensorSlices
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): flowpoint.SavedTensorSlices & flowpoint.SavedTensorSlices.$Shape;
    }

    namespace SavedTensorSlices {

        /** Properties of a SavedTensorSlices. */
        interface $Properties {

            /** SavedTensorSlices meta */
            meta?: (flowpoint.SavedTensorSliceMeta.$Properties|null);

            /** SavedTensorSlices data */
            data?: (flowpoint.SavedSlice.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SavedTensorSlices. */
        type $Shape = {
          meta?: flowpoint.SavedTensorSliceMeta.$Shape|null;
          data?: flowpoint.SavedSlice.$Shape|null;
          $unknowns?: Uint8Array[];
        };
    }

    /**
     * Properties of a SavedTensorSliceMeta.
     * @deprecated Use flowpoint.SavedTensorSliceMeta.$Properties instead.
     */
    interface ISavedTensorSliceMeta extends flowpoint.SavedTensorSliceMeta.$Properties {
    }

    /** Represents a SavedTensorSliceMeta. */
    class SavedTensorSliceMeta {

        /**
         * Constructs a new SavedTensorSliceMeta.
         * @param [properties] Properties to set
         */
        constructor(properties?: flowpoint.SavedTensorSliceMeta.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SavedTensorSliceMeta tensor. */
        tensor: flowpoint.SavedSliceMeta.$Properties[];

        /** SavedTensorSliceMeta versions. */
        versions?: (flowpoint.VersionDef.$Properties|null);

        /**
         * Creates a new SavedTensorSliceMeta instance using the specified properties.
         * @param [properties] Properties to set
         * @returns SavedTensorSliceMeta instance
         */
        static create(properties: flowpoint.SavedTensorSliceMeta.$Shape): flowpoint.SavedTensorSliceMeta & flowpoint.SavedTensorSliceMeta.$Shape;
        static create(properties?: flowpoint.SavedTensorSliceMeta.$Properties): flowpoint.SavedTensorSliceMeta;

        /**
         * Encodes the specified SavedTensorSliceMeta message. Does not implicitly {@link flowpoint.SavedTensorSliceMeta.verify|verify} messages.
         * @param message SavedTensorSliceMeta message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: flowpoint.SavedTensorSliceMeta.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SavedTensorSliceMeta message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {flowpoint.SavedTensorSliceMeta & flowpoint.SavedTensorSliceMeta.$Shape} SavedTensorSliceMeta
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): flowpoint.SavedTensorSliceMeta & flowpoint.SavedTensorSliceMeta.$Shape;
    }

    namespace SavedTensorSliceMeta {

        /** Properties of a SavedTensorSliceMeta. */
        interface $Properties {

            /** SavedTensorSliceMeta tensor */
            tensor?: (flowpoint.SavedSliceMeta.$Properties[]|null);

            /** SavedTensorSliceMeta versions */
            versions?: (flowpoint.VersionDef.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SavedTensorSliceMeta. */
        type $Shape = {
          tensor?: flowpoint.SavedSliceMeta.$Shape[]|null;
          versions?: flowpoint.VersionDef.$Shape|null;
          $unknowns?: Uint8Array[];
        };
    }

    /**
     * Properties of a SavedSliceMeta.
     * @deprecated Use flowpoint.SavedSliceMeta.$Properties instead.
     */
    interface ISavedSliceMeta extends flowpoint.SavedSliceMeta.$Properties {
    }

    /** Represents a SavedSliceMeta. */
    class SavedSliceMeta {

        /**
         * Constructs a new SavedSliceMeta.
         * @param [properties] Properties to set
         */
        constructor(properties?: flowpoint.SavedSliceMeta.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SavedSliceMeta name. */
        name: string;

        /** SavedSliceMeta shape. */
        shape?: (flowpoint.TensorShapeProto.$Properties|null);

        /** SavedSliceMeta type. */
        type: number;

        /** SavedSliceMeta slice. */
        slice: flowpoint.TensorSliceProto.$Properties[];

        /**
         * Creates a new SavedSliceMeta instance using the specified properties.
         * @param [properties] Properties to set
         * @returns SavedSliceMeta instance
         */
        static create(properties: flowpoint.SavedSliceMeta.$Shape): flowpoint.SavedSliceMeta & flowpoint.SavedSliceMeta.$Shape;
        static create(properties?: flowpoint.SavedSliceMeta.$Properties): flowpoint.SavedSliceMeta;

        /**
         * Encodes the specified SavedSliceMeta message. Does not implicitly {@link flowpoint.SavedSliceMeta.verify|verify} messages.
         * @param message SavedSliceMeta message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: flowpoint.SavedSliceMeta.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SavedSliceMeta message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {flowpoint.SavedSliceMeta & flowpoint.SavedSliceMeta.$Shape} SavedSliceMeta
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): flowpoint.SavedSliceMeta & flowpoint.SavedSliceMeta.$Shape;
    }

    namespace SavedSliceMeta {

        /** Properties of a SavedSliceMeta. */
        interface $Properties {

            /** SavedSliceMeta name */
            name?: (string|null);

            /** SavedSliceMeta shape */
            shape?: (flowpoint.TensorShapeProto.$Properties|null);

            /** SavedSliceMeta type */
            type?: (number|null);

            /** SavedSliceMeta slice */
            slice?: (flowpoint.TensorSliceProto.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SavedSliceMeta. */
        type $Shape = {
          name?: string|null;
          shape?: flowpoint.TensorShapeProto.$Shape|null;
          type?: number|null;
          slice?: flowpoint.TensorSliceProto.$Shape[]|null;
          $unknowns?: Uint8Array[];
        };
    }

    /**
     * Properties of a SavedSlice.
     * @deprecated Use flowpoint.SavedSlice.$Properties instead.
     */
    interface ISavedSlice extends flowpoint.SavedSlice.$Properties {
    }

    /** Represents a SavedSlice. */
    class SavedSlice {

        /**
         * Constructs a new SavedSlice.
         * @param [properties] Properties to set
         */
        constructor(properties?: flowpoint.SavedSlice.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SavedSlice name. */
        name: string;

        /** SavedSlice slice. */
        slice?: (flowpoint.TensorSliceProto.$Properties|null);

        /** SavedSlice data. */
        data?: (flowpoint.TensorProto.$Properties|null);

        /**
         * Creates a new SavedSlice instance using the specified properties.
         * @param [properties] Properties to set
         * @returns SavedSlice instance
         */
        static create(properties: flowpoint.SavedSlice.$Shape): flowpoint.SavedSlice & flowpoint.SavedSlice.$Shape;
        static create(properties?: flowpoint.SavedSlice.$Properties): flowpoint.SavedSlice;

        /**
         * Encodes the specified SavedSlice message. Does not implicitly {@link flowpoint.SavedSlice.verify|verify} messages.
         * @param message SavedSlice message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: flowpoint.SavedSlice.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SavedSlice message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {flowpoint.SavedSlice & flowpoint.SavedSlice.$Shape} SavedSlice
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): flowpoint.SavedSlice & flowpoint.SavedSlice.$Shape;
    }

    namespace SavedSlice {

        /** Properties of a SavedSlice. */
        interface $Properties {

            /** SavedSlice name */
            name?: (string|null);

            /** SavedSlice slice */
            slice?: (flowpoint.TensorSliceProto.$Properties|null);

            /** SavedSlice data */
            data?: (flowpoint.TensorProto.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SavedSlice. */
        type $Shape = {
          name?: string|null;
          slice?: flowpoint.TensorSliceProto.$Shape|null;
          data?: flowpoint.TensorProto.$Shape|null;
          $unknowns?: Uint8Array[];
        };
    }

    /**
     * Properties of a TensorProto.
     * @deprecated Use flowpoint.TensorProto.$Properties instead.
     */
    interface ITensorProto extends flowpoint.TensorProto.$Properties {
    }

    /** Represents a TensorProto. */
    class TensorProto {

        /**
         * Constructs a new TensorProto.
         * @param [properties] Properties to set
         */
        constructor(properties?: flowpoint.TensorProto.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** TensorProto dtype. */
        dtype: number;

        /** TensorProto tensor_shape. */
        tensor_shape?: (flowpoint.TensorShapeProto.$Properties|null);

        /** TensorProto version_number. */
        version_number: number;

        /** TensorProto tensor_content. */
        tensor_content: Uint8Array;

        /** TensorProto float_val. */
        float_val: number[];

        /** TensorProto double_val. */
        double_val: number[];

        /** TensorProto int_val. */
        int_val: number[];

        /** TensorProto string_val. */
        string_val: Uint8Array[];

        /** TensorProto scomplex_val. */
        scomplex_val: number[];

        /** TensorProto int64_val. */
        int64_val: Long[];

        /** TensorProto bool_val. */
        bool_val: boolean[];

        /** TensorProto dcomplex_val. */
        dcomplex_val: number[];

        /** TensorProto half_val. */
        half_val: number[];

        /** TensorProto uint32_val. */
        uint32_val: number[];

        /** TensorProto uint64_val. */
        uint64_val: Long[];

        /**
         * Creates a new TensorProto instance using the specified properties.
         * @param [properties] Properties to set
         * @returns TensorProto instance
         */
        static create(properties: flowpoint.TensorProto.$Shape): flowpoint.TensorProto & flowpoint.TensorProto.$Shape;
        static create(properties?: flowpoint.TensorProto.$Properties): flowpoint.TensorProto;

        /**
         * Encodes the specified TensorProto message. Does not implicitly {@link flowpoint.TensorProto.verify|verify} messages.
         * @param message TensorProto message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: flowpoint.TensorProto.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a TensorProto message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {flowpoint.TensorProto & flowpoint.TensorProto.$Shape} TensorProto
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): flowpoint.TensorProto & flowpoint.TensorProto.$Shape;
    }

    namespace TensorProto {

        /** Properties of a TensorProto. */
        interface $Properties {

            /** TensorProto dtype */
            dtype?: (number|null);

            /** TensorProto tensor_shape */
            tensor_shape?: (flowpoint.TensorShapeProto.$Properties|null);

            /** TensorProto version_number */
            version_number?: (number|null);

            /** TensorProto tensor_content */
            tensor_content?: (Uint8Array|null);

            /** TensorProto float_val */
            float_val?: (number[]|null);

            /** TensorProto double_val */
            double_val?: (number[]|null);

            /** TensorProto int_val */
            int_val?: (number[]|null);

            /** TensorProto string_val */
            string_val?: (Uint8Array[]|null);

            /** TensorProto scomplex_val */
            scomplex_val?: (number[]|null);

            /** TensorProto int64_val */
            int64_val?: (Long[]|null);

            /** TensorProto bool_val */
            bool_val?: (boolean[]|null);

            /** TensorProto dcomplex_val */
            dcomplex_val?: (number[]|null);

            /** TensorProto half_val */
            half_val?: (number[]|null);

            /** TensorProto uint32_val */
            uint32_val?: (number[]|null);

            /** TensorProto uint64_val */
            uint64_val?: (Long[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a TensorProto. */
        type $Shape = flowpoint.TensorProto.$Properties;
    }

    /**
     * Properties of a BoolValue.
     * @deprecated Use flowpoint.BoolValue.$Properties instead.
     */
    interface IBoolValue extends flowpoint.BoolValue.$Properties {
    }

    /** Represents a BoolValue. */
    class BoolValue {

        /**
         * Constructs a new BoolValue.
         * @param [properties] Properties to set
         */
        constructor(properties?: flowpoint.BoolValue.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** BoolValue value. */
        value: boolean;

        /**
         * Creates a new BoolValue instance using the specified properties.
         * @param [properties] Properties to set
         * @returns BoolValue instance
         */
        static create(properties: flowpoint.BoolValue.$Shape): flowpoint.BoolValue & flowpoint.BoolValue.$Shape;
        static create(properties?: flowpoint.BoolValue.$Properties): flowpoint.BoolValue;

        /**
         * Encodes the specified BoolValue message. Does not implicitly {@link flowpoint.BoolValue.verify|verify} messages.
         * @param message BoolValue message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: flowpoint.BoolValue.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a BoolValue message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {flowpoint.BoolValue & flowpoint.BoolValue.$Shape} BoolValue
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): flowpoint.BoolValue & flowpoint.BoolValue.$Shape;
    }

    namespace BoolValue {

        /** Properties of a BoolValue. */
        interface $Properties {

            /** BoolValue value */
            value?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a BoolValue. */
        type $Shape = flowpoint.BoolValue.$Properties;
    }

    /**
     * Properties of a RegisteredSaver.
     * @deprecated Use flowpoint.RegisteredSaver.$Properties instead.
     */
    interface IRegisteredSaver extends flowpoint.RegisteredSaver.$Properties {
    }

    /** Represents a RegisteredSaver. */
    class RegisteredSaver {

        /**
         * Constructs a new RegisteredSaver.
         * @param [properties] Properties to set
         */
        constructor(properties?: flowpoint.RegisteredSaver.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** RegisteredSaver name. */
        name: string;

        /** RegisteredSaver object_name. */
        object_name: string;

        /**
         * Creates a new RegisteredSaver instance using the specified properties.
         * @param [properties] Properties to set
         * @returns RegisteredSaver instance
         */
        static create(properties: flowpoint.RegisteredSaver.$Shape): flowpoint.RegisteredSaver & flowpoint.RegisteredSaver.$Shape;
        static create(properties?: flowpoint.RegisteredSaver.$Properties): flowpoint.RegisteredSaver;

        /**
         * Encodes the specified RegisteredSaver message. Does not implicitly {@link flowpoint.RegisteredSaver.verify|verify} messages.
         * @param message RegisteredSaver message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: flowpoint.RegisteredSaver.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RegisteredSaver message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {flowpoint.RegisteredSaver & flowpoint.RegisteredSaver.$Shape} RegisteredSaver
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): flowpoint.RegisteredSaver & flowpoint.RegisteredSaver.$Shape;
    }

    namespace RegisteredSaver {

        /** Properties of a RegisteredSaver. */
        interface $Properties {

            /** RegisteredSaver name */
            name?: (string|null);

            /** RegisteredSaver object_name */
            object_name?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RegisteredSaver. */
        type $Shape = flowpoint.RegisteredSaver.$Properties;
    }

    /**
     * Properties of a TrackableObjectGraph.
     * @deprecated Use flowpoint.TrackableObjectGraph.$Properties instead.
     */
    interface ITrackableObjectGraph extends flowpoint.TrackableObjectGraph.$Properties {
    }

    /** Represents a TrackableObjectGraph. */
    class TrackableObjectGraph {

        /**
         * Constructs a new TrackableObjectGraph.
         * @param [properties] Properties to set
         */
        constructor(properties?: flowpoint.TrackableObjectGraph.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** TrackableObjectGraph nodes. */
        nodes: flowpoint.TrackableObjectGraph.TrackableObject.$Properties[];

        /**
         * Creates a new TrackableObjectGraph instance using the specified properties.
         * @param [properties] Properties to set
         * @returns TrackableObjectGraph instance
         */
        static create(properties: flowpoint.TrackableObjectGraph.$Shape): flowpoint.TrackableObjectGraph & flowpoint.TrackableObjectGraph.$Shape;
        static create(properties?: flowpoint.TrackableObjectGraph.$Properties): flowpoint.TrackableObjectGraph;

        /**
         * Encodes the specified TrackableObjectGraph message. Does not implicitly {@link flowpoint.TrackableObjectGraph.verify|verify} messages.
         * @param message TrackableObjectGraph message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: flowpoint.TrackableObjectGraph.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a TrackableObjectGraph message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {flowpoint.TrackableObjectGraph & flowpoint.TrackableObjectGraph.$Shape} TrackableObjectGraph
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): flowpoint.TrackableObjectGraph & flowpoint.TrackableObjectGraph.$Shape;
    }

    namespace TrackableObjectGraph {

        /** Properties of a TrackableObjectGraph. */
        interface $Properties {

            /** TrackableObjectGraph nodes */
            nodes?: (flowpoint.TrackableObjectGraph.TrackableObject.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a TrackableObjectGraph. */
        type $Shape = flowpoint.TrackableObjectGraph.$Properties;

        /**
         * Properties of a TrackableObject.
         * @deprecated Use flowpoint.TrackableObjectGraph.TrackableObject.$Properties instead.
         */
        interface ITrackableObject extends flowpoint.TrackableObjectGraph.TrackableObject.$Properties {
        }

        /** Represents a TrackableObject. */
        class TrackableObject {

            /**
             * Constructs a new TrackableObject.
             * @param [properties] Properties to set
             */
            constructor(properties?: flowpoint.TrackableObjectGraph.TrackableObject.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** TrackableObject children. */
            children: flowpoint.TrackableObjectGraph.TrackableObject.ObjectReference.$Properties[];

            /** TrackableObject attributes. */
            attributes: flowpoint.TrackableObjectGraph.TrackableObject.SerializedTensor.$Properties[];

            /** TrackableObject slot_variables. */
            slot_variables: flowpoint.TrackableObjectGraph.TrackableObject.SlotVariableReference.$Properties[];

            /** TrackableObject registered_saver. */
            registered_saver?: (flowpoint.RegisteredSaver.$Properties|null);

            /** TrackableObject has_checkpoint_values. */
            has_checkpoint_values?: (flowpoint.BoolValue.$Properties|null);

            /**
             * Creates a new TrackableObject instance using the specified properties.
             * @param [properties] Properties to set
             * @returns TrackableObject instance
             */
            static create(properties: flowpoint.TrackableObjectGraph.TrackableObject.$Shape): flowpoint.TrackableObjectGraph.TrackableObject & flowpoint.TrackableObjectGraph.TrackableObject.$Shape;
            static create(properties?: flowpoint.TrackableObjectGraph.TrackableObject.$Properties): flowpoint.TrackableObjectGraph.TrackableObject;

            /**
             * Encodes the specified TrackableObject message. Does not implicitly {@link flowpoint.TrackableObjectGraph.TrackableObject.verify|verify} messages.
             * @param message TrackableObject message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: flowpoint.TrackableObjectGraph.TrackableObject.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a TrackableObject message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {flowpoint.TrackableObjectGraph.TrackableObject & flowpoint.TrackableObjectGraph.TrackableObject.$Shape} TrackableObject
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): flowpoint.TrackableObjectGraph.TrackableObject & flowpoint.TrackableObjectGraph.TrackableObject.$Shape;
        }

        namespace TrackableObject {

            /** Properties of a TrackableObject. */
            interface $Properties {

                /** TrackableObject children */
                children?: (flowpoint.TrackableObjectGraph.TrackableObject.ObjectReference.$Properties[]|null);

                /** TrackableObject attributes */
                attributes?: (flowpoint.TrackableObjectGraph.TrackableObject.SerializedTensor.$Properties[]|null);

                /** TrackableObject slot_variables */
                slot_variables?: (flowpoint.TrackableObjectGraph.TrackableObject.SlotVariableReference.$Properties[]|null);

                /** TrackableObject registered_saver */
                registered_saver?: (flowpoint.RegisteredSaver.$Properties|null);

                /** TrackableObject has_checkpoint_values */
                has_checkpoint_values?: (flowpoint.BoolValue.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a TrackableObject. */
            type $Shape = flowpoint.TrackableObjectGraph.TrackableObject.$Properties;

            /**
             * Properties of an ObjectReference.
             * @deprecated Use flowpoint.TrackableObjectGraph.TrackableObject.ObjectReference.$Properties instead.
             */
            interface IObjectReference extends flowpoint.TrackableObjectGraph.TrackableObject.ObjectReference.$Properties {
            }

            /** Represents an ObjectReference. */
            class ObjectReference {

                /**
                 * Constructs a new ObjectReference.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: flowpoint.TrackableObjectGraph.TrackableObject.ObjectReference.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ObjectReference node_id. */
                node_id: number;

                /** ObjectReference local_name. */
                local_name: string;

                /**
                 * Creates a new ObjectReference instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ObjectReference instance
                 */
                static create(properties: flowpoint.TrackableObjectGraph.TrackableObject.ObjectReference.$Shape): flowpoint.TrackableObjectGraph.TrackableObject.ObjectReference & flowpoint.TrackableObjectGraph.TrackableObject.ObjectReference.$Shape;
                static create(properties?: flowpoint.TrackableObjectGraph.TrackableObject.ObjectReference.$Properties): flowpoint.TrackableObjectGraph.TrackableObject.ObjectReference;

                /**
                 * Encodes the specified ObjectReference message. Does not implicitly {@link flowpoint.TrackableObjectGraph.TrackableObject.ObjectReference.verify|verify} messages.
                 * @param message ObjectReference message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: flowpoint.TrackableObjectGraph.TrackableObject.ObjectReference.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an ObjectReference message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {flowpoint.TrackableObjectGraph.TrackableObject.ObjectReference & flowpoint.TrackableObjectGraph.TrackableObject.ObjectReference.$Shape} ObjectReference
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): flowpoint.TrackableObjectGraph.TrackableObject.ObjectReference & flowpoint.TrackableObjectGraph.TrackableObject.ObjectReference.$Shape;
            }

            namespace ObjectReference {

                /** Properties of an ObjectReference. */
                interface $Properties {

                    /** ObjectReference node_id */
                    node_id?: (number|null);

                    /** ObjectReference local_name */
                    local_name?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an ObjectReference. */
                type $Shape = flowpoint.TrackableObjectGraph.TrackableObject.ObjectReference.$Properties;
            }

            /**
             * Properties of a SerializedTensor.
             * @deprecated Use flowpoint.TrackableObjectGraph.TrackableObject.SerializedTensor.$Properties instead.
             */
            interface ISerializedTensor extends flowpoint.TrackableObjectGraph.TrackableObject.SerializedTensor.$Properties {
            }

            /** Represents a SerializedTensor. */
            class SerializedTensor {

                /**
                 * Constructs a new SerializedTensor.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: flowpoint.TrackableObjectGraph.TrackableObject.SerializedTensor.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** SerializedTensor name. */
                name: string;

                /** SerializedTensor full_name. */
                full_name: string;

                /** SerializedTensor checkpoint_key. */
                checkpoint_key: string;

                /**
                 * Creates a new SerializedTensor instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns SerializedTensor instance
                 */
                static create(properties: flowpoint.TrackableObjectGraph.TrackableObject.SerializedTensor.$Shape): flowpoint.TrackableObjectGraph.TrackableObject.SerializedTensor & flowpoint.TrackableObjectGraph.TrackableObject.SerializedTensor.$Shape;
                static create(properties?: flowpoint.TrackableObjectGraph.TrackableObject.SerializedTensor.$Properties): flowpoint.TrackableObjectGraph.TrackableObject.SerializedTensor;

                /**
                 * Encodes the specified SerializedTensor message. Does not implicitly {@link flowpoint.TrackableObjectGraph.TrackableObject.SerializedTensor.verify|verify} messages.
                 * @param message SerializedTensor message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: flowpoint.TrackableObjectGraph.TrackableObject.SerializedTensor.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a SerializedTensor message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {flowpoint.TrackableObjectGraph.TrackableObject.SerializedTensor & flowpoint.TrackableObjectGraph.TrackableObject.SerializedTensor.$Shape} SerializedTensor
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): flowpoint.TrackableObjectGraph.TrackableObject.SerializedTensor & flowpoint.TrackableObjectGraph.TrackableObject.SerializedTensor.$Shape;
            }

            namespace SerializedTensor {

                /** Properties of a SerializedTensor. */
                interface $Properties {

                    /** SerializedTensor name */
                    name?: (string|null);

                    /** SerializedTensor full_name */
                    full_name?: (string|null);

                    /** SerializedTensor checkpoint_key */
                    checkpoint_key?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a SerializedTensor. */
                type $Shape = flowpoint.TrackableObjectGraph.TrackableObject.SerializedTensor.$Properties;
            }

            /**
             * Properties of a SlotVariableReference.
             * @deprecated Use flowpoint.TrackableObjectGraph.TrackableObject.SlotVariableReference.$Properties instead.
             */
            interface ISlotVariableReference extends flowpoint.TrackableObjectGraph.TrackableObject.SlotVariableReference.$Properties {
            }

            /** Represents a SlotVariableReference. */
            class SlotVariableReference {

                /**
                 * Constructs a new SlotVariableReference.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: flowpoint.TrackableObjectGraph.TrackableObject.SlotVariableReference.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** SlotVariableReference original_variable_node_id. */
                original_variable_node_id: number;

                /** SlotVariableReference slot_name. */
                slot_name: string;

                /** SlotVariableReference slot_variable_node_id. */
                slot_variable_node_id: number;

                /**
                 * Creates a new SlotVariableReference instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns SlotVariableReference instance
                 */
                static create(properties: flowpoint.TrackableObjectGraph.TrackableObject.SlotVariableReference.$Shape): flowpoint.TrackableObjectGraph.TrackableObject.SlotVariableReference & flowpoint.TrackableObjectGraph.TrackableObject.SlotVariableReference.$Shape;
                static create(properties?: flowpoint.TrackableObjectGraph.TrackableObject.SlotVariableReference.$Properties): flowpoint.TrackableObjectGraph.TrackableObject.SlotVariableReference;

                /**
                 * Encodes the specified SlotVariableReference message. Does not implicitly {@link flowpoint.TrackableObjectGraph.TrackableObject.SlotVariableReference.verify|verify} messages.
                 * @param message SlotVariableReference message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: flowpoint.TrackableObjectGraph.TrackableObject.SlotVariableReference.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a SlotVariableReference message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {flowpoint.TrackableObjectGraph.TrackableObject.SlotVariableReference & flowpoint.TrackableObjectGraph.TrackableObject.SlotVariableReference.$Shape} SlotVariableReference
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): flowpoint.TrackableObjectGraph.TrackableObject.SlotVariableReference & flowpoint.TrackableObjectGraph.TrackableObject.SlotVariableReference.$Shape;
            }

            namespace SlotVariableReference {

                /** Properties of a SlotVariableReference. */
                interface $Properties {

                    /** SlotVariableReference original_variable_node_id */
                    original_variable_node_id?: (number|null);

                    /** SlotVariableReference slot_name */
                    slot_name?: (string|null);

                    /** SlotVariableReference slot_variable_node_id */
                    slot_variable_node_id?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a SlotVariableReference. */
                type $Shape = flowpoint.TrackableObjectGraph.TrackableObject.SlotVariableReference.$Properties;
            }
        }
    }

    /**
     * Properties of a CheckpointState.
     * @deprecated Use flowpoint.CheckpointState.$Properties instead.
     */
    interface ICheckpointState extends flowpoint.CheckpointState.$Properties {
    }

    /** Represents a CheckpointState. */
    class CheckpointState {

        /**
         * Constructs a new CheckpointState.
         * @param [properties] Properties to set
         */
        constructor(properties?: flowpoint.CheckpointState.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** CheckpointState model_checkpoint_path. */
        model_checkpoint_path: string;

        /** CheckpointState all_model_checkpoint_paths. */
        all_model_checkpoint_paths: string[];

        /** CheckpointState all_model_checkpoint_timestamps. */
        all_model_checkpoint_timestamps: number[];

        /** CheckpointState last_preserved_timestamp. */
        last_preserved_timestamp: number;

        /**
         * Creates a new CheckpointState instance using the specified properties.
         * @param [properties] Properties to set
         * @returns CheckpointState instance
         */
        static create(properties: flowpoint.CheckpointState.$Shape): flowpoint.CheckpointState & flowpoint.CheckpointState.$Shape;
        static create(properties?: flowpoint.CheckpointState.$Properties): flowpoint.CheckpointState;

        /**
         * Encodes the specified CheckpointState message. Does not implicitly {@link flowpoint.CheckpointState.verify|verify} messages.
         * @param message CheckpointState message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: flowpoint.CheckpointState.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a CheckpointState message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {flowpoint.CheckpointState & flowpoint.CheckpointState.$Shape} CheckpointState
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): flowpoint.CheckpointState & flowpoint.CheckpointState.$Shape;
    }

    namespace CheckpointState {

        /** Properties of a CheckpointState. */
        interface $Properties {

            /** CheckpointState model_checkpoint_path */
            model_checkpoint_path?: (string|null);

            /** CheckpointState all_model_checkpoint_paths */
            all_model_checkpoint_paths?: (string[]|null);

            /** CheckpointState all_model_checkpoint_timestamps */
            all_model_checkpoint_timestamps?: (number[]|null);

            /** CheckpointState last_preserved_timestamp */
            last_preserved_timestamp?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a CheckpointState. */
        type $Shape = flowpoint.CheckpointState.$Properties;
    }

    /**
     * Properties of a SourceMetadata.
     * @deprecated Use flowpoint.SourceMetadata.$Properties instead.
     */
    interface ISourceMetadata extends flowpoint.SourceMetadata.$Properties {
    }

    /** Represents a SourceMetadata. */
    class SourceMetadata {

        /**
         * Constructs a new SourceMetadata.
         * @param [properties] Properties to set
         */
        constructor(properties?: flowpoint.SourceMetadata.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SourceMetadata writer. */
        writer: string;

        /**
         * Creates a new SourceMetadata instance using the specified properties.
         * @param [properties] Properties to set
         * @returns SourceMetadata instance
         */
        static create(properties: flowpoint.SourceMetadata.$Shape): flowpoint.SourceMetadata & flowpoint.SourceMetadata.$Shape;
        static create(properties?: flowpoint.SourceMetadata.$Properties): flowpoint.SourceMetadata;

        /**
         * Encodes the specified SourceMetadata message. Does not implicitly {@link flowpoint.SourceMetadata.verify|verify} messages.
         * @param message SourceMetadata message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: flowpoint.SourceMetadata.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SourceMetadata message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {flowpoint.SourceMetadata & flowpoint.SourceMetadata.$Shape} SourceMetadata
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): flowpoint.SourceMetadata & flowpoint.SourceMetadata.$Shape;
    }

    namespace SourceMetadata {

        /** Properties of a SourceMetadata. */
        interface $Properties {

            /** SourceMetadata writer */
            writer?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SourceMetadata. */
        type $Shape = flowpoint.SourceMetadata.$Properties;
    }

    /**
     * Properties of a SummaryMetadata.
     * @deprecated Use flowpoint.SummaryMetadata.$Properties instead.
     */
    interface ISummaryMetadata extends flowpoint.SummaryMetadata.$Properties {
    }

    /** Represents a SummaryMetadata. */
    class SummaryMetadata {

        /**
         * Constructs a new SummaryMetadata.
         * @param [properties] Properties to set
         */
        constructor(properties?: flowpoint.SummaryMetadata.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SummaryMetadata plugin_data. */
        plugin_data?: (flowpoint.SummaryMetadata.PluginData.$Properties|null);

        /** SummaryMetadata display_name. */
        display_name: string;

        /** SummaryMetadata summary_description. */
        summary_description: string;

        /** SummaryMetadata data_class. */
        data_class: number;

        /**
         * Creates a new SummaryMetadata instance using the specified properties.
         * @param [properties] Properties to set
         * @returns SummaryMetadata instance
         */
        static create(properties: flowpoint.SummaryMetadata.$Shape): flowpoint.SummaryMetadata & flowpoint.SummaryMetadata.$Shape;
        static create(properties?: flowpoint.SummaryMetadata.$Properties): flowpoint.SummaryMetadata;

        /**
         * Encodes the specified SummaryMetadata message. Does not implicitly {@link flowpoint.SummaryMetadata.verify|verify} messages.
         * @param message SummaryMetadata message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: flowpoint.SummaryMetadata.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SummaryMetadata message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {flowpoint.SummaryMetadata & flowpoint.SummaryMetadata.$Shape} SummaryMetadata
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): flowpoint.SummaryMetadata & flowpoint.SummaryMetadata.$Shape;
    }

    namespace SummaryMetadata {

        /** Properties of a SummaryMetadata. */
        interface $Properties {

            /** SummaryMetadata plugin_data */
            plugin_data?: (flowpoint.SummaryMetadata.PluginData.$Properties|null);

            /** SummaryMetadata display_name */
            display_name?: (string|null);

            /** SummaryMetadata summary_description */
            summary_description?: (string|null);

            /** SummaryMetadata data_class */
            data_class?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SummaryMetadata. */
        type $Shape = flowpoint.SummaryMetadata.$Properties;

        /**
         * Properties of a PluginData.
         * @deprecated Use flowpoint.SummaryMetadata.PluginData.$Properties instead.
         */
        interface IPluginData extends flowpoint.SummaryMetadata.PluginData.$Properties {
        }

        /** Represents a PluginData. */
        class PluginData {

            /**
             * Constructs a new PluginData.
             * @param [properties] Properties to set
             */
            constructor(properties?: flowpoint.SummaryMetadata.PluginData.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** PluginData plugin_name. */
            plugin_name: string;

            /** PluginData content. */
            content: Uint8Array;

            /**
             * Creates a new PluginData instance using the specified properties.
             * @param [properties] Properties to set
             * @returns PluginData instance
             */
            static create(properties: flowpoint.SummaryMetadata.PluginData.$Shape): flowpoint.SummaryMetadata.PluginData & flowpoint.SummaryMetadata.PluginData.$Shape;
            static create(properties?: flowpoint.SummaryMetadata.PluginData.$Properties): flowpoint.SummaryMetadata.PluginData;

            /**
             * Encodes the specified PluginData message. Does not implicitly {@link flowpoint.SummaryMetadata.PluginData.verify|verify} messages.
             * @param message PluginData message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: flowpoint.SummaryMetadata.PluginData.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PluginData message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {flowpoint.SummaryMetadata.PluginData & flowpoint.SummaryMetadata.PluginData.$Shape} PluginData
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): flowpoint.SummaryMetadata.PluginData & flowpoint.SummaryMetadata.PluginData.$Shape;
        }

        namespace PluginData {

            /** Properties of a PluginData. */
            interface $Properties {

                /** PluginData plugin_name */
                plugin_name?: (string|null);

                /** PluginData content */
                content?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a PluginData. */
            type $Shape = flowpoint.SummaryMetadata.PluginData.$Properties;
        }
    }

    /**
     * Properties of a Summary.
     * @deprecated Use flowpoint.Summary.$Properties instead.
     */
    interface ISummary extends flowpoint.Summary.$Properties {
    }

    /** Represents a Summary. */
    class Summary {

        /**
         * Constructs a new Summary.
         * @param [properties] Properties to set
         */
        constructor(properties?: flowpoint.Summary.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Summary value. */
        value: flowpoint.Summary.Value.$Properties[];

        /**
         * Creates a new Summary instance using the specified properties.
         * @param [properties] Properties to set
         * @returns Summary instance
         */
        static create(properties: flowpoint.Summary.$Shape): flowpoint.Summary & flowpoint.Summary.$Shape;
        static create(properties?: flowpoint.Summary.$Properties): flowpoint.Summary;

        /**
         * Encodes the specified Summary message. Does not implicitly {@link flowpoint.Summary.verify|verify} messages.
         * @param message Summary message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: flowpoint.Summary.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Summary message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {flowpoint.Summary & flowpoint.Summary.$Shape} Summary
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): flowpoint.Summary & flowpoint.Summary.$Shape;
    }

    namespace Summary {

        /** Properties of a Summary. */
        interface $Properties {

            /** Summary value */
            value?: (flowpoint.Summary.Value.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Summary. */
        type $Shape = flowpoint.Summary.$Properties;

        /**
         * Properties of a Value.
         * @deprecated Use flowpoint.Summary.Value.$Properties instead.
         */
        interface IValue extends flowpoint.Summary.Value.$Properties {
        }

        /** Represents a Value. */
        class Value {

            /**
             * Constructs a new Value.
             * @param [properties] Properties to set
             */
            constructor(properties?: flowpoint.Summary.Value.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Value tag. */
            tag: string;

            /** Value tensor. */
            tensor?: (flowpoint.TensorProto.$Properties|null);

            /** Value metadata. */
            metadata?: (flowpoint.SummaryMetadata.$Properties|null);

            /**
             * Creates a new Value instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Value instance
             */
            static create(properties: flowpoint.Summary.Value.$Shape): flowpoint.Summary.Value & flowpoint.Summary.Value.$Shape;
            static create(properties?: flowpoint.Summary.Value.$Properties): flowpoint.Summary.Value;

            /**
             * Encodes the specified Value message. Does not implicitly {@link flowpoint.Summary.Value.verify|verify} messages.
             * @param message Value message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: flowpoint.Summary.Value.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Value message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {flowpoint.Summary.Value & flowpoint.Summary.Value.$Shape} Value
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): flowpoint.Summary.Value & flowpoint.Summary.Value.$Shape;
        }

        namespace Value {

            /** Properties of a Value. */
            interface $Properties {

                /** Value tag */
                tag?: (string|null);

                /** Value tensor */
                tensor?: (flowpoint.TensorProto.$Properties|null);

                /** Value metadata */
                metadata?: (flowpoint.SummaryMetadata.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Value. */
            type $Shape = flowpoint.Summary.Value.$Properties;
        }
    }

    /**
     * Properties of an Event.
     * @deprecated Use flowpoint.Event.$Properties instead.
     */
    interface IEvent extends flowpoint.Event.$Properties {
    }

    /** Represents an Event. */
    class Event {

        /**
         * Constructs a new Event.
         * @param [properties] Properties to set
         */
        constructor(properties?: flowpoint.Event.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Event wall_time. */
        wall_time: number;

        /** Event step. */
        step: Long;

        /** Event file_version. */
        file_version: string;

        /** Event summary. */
        summary?: (flowpoint.Summary.$Properties|null);

        /** Event source_metadata. */
        source_metadata?: (flowpoint.SourceMetadata.$Properties|null);

        /**
         * Creates a new Event instance using the specified properties.
         * @param [properties] Properties to set
         * @returns Event instance
         */
        static create(properties: flowpoint.Event.$Shape): flowpoint.Event & flowpoint.Event.$Shape;
        static create(properties?: flowpoint.Event.$Properties): flowpoint.Event;

        /**
         * Encodes the specified Event message. Does not implicitly {@link flowpoint.Event.verify|verify} messages.
         * @param message Event message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: flowpoint.Event.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an Event message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {flowpoint.Event & flowpoint.Event.$Shape} Event
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): flowpoint.Event & flowpoint.Event.$Shape;
    }

    namespace Event {

        /** Properties of an Event. */
        interface $Properties {

            /** Event wall_time */
            wall_time?: (number|null);

            /** Event step */
            step?: (Long|null);

            /** Event file_version */
            file_version?: (string|null);

            /** Event summary */
            summary?: (flowpoint.Summary.$Properties|null);

            /** Event source_metadata */
            source_metadata?: (flowpoint.SourceMetadata.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an Event. */
        type $Shape = flowpoint.Event.$Properties;
    }
}
